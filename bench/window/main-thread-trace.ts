/** @file What the main thread of the page worked on, in time of the processor: waiting for a busy machine does not count. */
import type { DevtoolsPipe } from '../../src-main/hosts/browser/devtools-pipe.ts';

interface TraceEvent {
  readonly name: string;
  /** `X`: a span; `M`: a name of something. */
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since some moment. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly functionName?: string } };
}

export interface MainThreadWork {
  /** Processor time of the longest tasks, milliseconds, longest first. */
  readonly tasks: readonly number[];
  readonly taskCount: number;
  /** What the longest task spent its time with. */
  readonly longest: readonly string[];
}

/** Each task of a thread, and what runs inside of them. */
const categories = ['toplevel', 'devtools.timeline'];
const taskName = 'ThreadControllerImpl::RunTask';
const keptTasks = 20;
const namedParts = 4;
const milliseconds = (microseconds = 0): number => microseconds / 1000;

/** Pure part: the tasks of the page's main thread in a trace. */
export function mainThreadWork(events: readonly TraceEvent[]): MainThreadWork {
  const key = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;
  const mainThreads = new Set(
    events.filter(({ ph, args }) => ph === 'M' && args?.name === 'CrRendererMain').map(key),
  );
  const spans = events.filter((event) => event.ph === 'X' && mainThreads.has(key(event)));
  const tasks = spans
    .filter(({ name }) => name === taskName)
    .toSorted((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0));
  const [longest] = tasks;
  return {
    tasks: tasks.slice(0, keptTasks).map(({ tdur }) => milliseconds(tdur)),
    taskCount: tasks.length,
    longest:
      longest === undefined
        ? []
        : partsOf(
            longest,
            spans.filter((event) => key(event) === key(longest)),
          ),
  };
}

function partsOf(task: TraceEvent, spans: readonly TraceEvent[]): readonly string[] {
  return spans
    .filter(({ ts, name }) => name !== taskName && ts >= task.ts && ts <= task.ts + (task.dur ?? 0))
    .toSorted((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))
    .slice(0, namedParts)
    .map(({ name, tdur, args }) =>
      `${Math.round(milliseconds(tdur))} ms ${name} ${args?.data?.functionName ?? ''}`.trim(),
    );
}

/** Begins to trace. @returns ends it and says what there was */
export async function traceMainThread(
  devtools: Pick<DevtoolsPipe, 'send' | 'on'>,
): Promise<() => Promise<MainThreadWork>> {
  const complete = Promise.withResolvers<string>();
  devtools.on('Tracing.tracingComplete', ({ stream }) => complete.resolve(String(stream)));
  await devtools.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    streamFormat: 'json',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  return async () => {
    await devtools.send('Tracing.end');
    const handle = await complete.promise;
    let text = '';
    for (let isAtEnd = false; !isAtEnd; ) {
      const piece = (await devtools.send('IO.read', { handle })) as { data: string; eof: boolean };
      text += piece.data;
      isAtEnd = piece.eof;
    }
    return mainThreadWork((JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents);
  };
}
