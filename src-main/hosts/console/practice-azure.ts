/** @file Console program: a practice world of its own, for a source and a copy computer (or two wizards) to share. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Log } from '../../platform/ports/log.ts';
import { startPracticeWorld } from '../../practice/world/practice-world.ts';
import { defaultDataFolder } from '../data-folder.ts';
import { parseSize } from './practice-options.ts';

const usage = `Usage: npm run practice-azure -- [options]

  --folder <folder>      where the practice world lives (default: with the wizard's own data)
  --port <port>          port of sign-in, Graph and Resource Manager (default: the last one, or any free one)
  --drives <number>      data drives of a new world (default 3)
  --drive-size <size>    their size, such as 256MiB (default 256MiB)
  --help                 this text
`;

interface Options {
  readonly folder: string;
  readonly port: number | undefined;
  readonly count: number;
  readonly sizeBytes: number;
}

/** @returns the options, or a sentence on what is wrong with them */
function readOptions(programArguments: readonly string[]): Options | string {
  const { values } = parseArgs({
    args: [...programArguments],
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      drives: { type: 'string', default: '3' },
      'drive-size': { type: 'string', default: '256MiB' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const port = values.port === undefined ? undefined : Number(values.port);
  const count = Number(values.drives);
  const sizeBytes = parseSize(values['drive-size']);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    return `--port must be a number from 1 to 65535.\n\n${usage}`;
  }
  if (!Number.isInteger(count) || count < 1 || count > 16) return `--drives must be 1 to 16.\n\n${usage}`;
  if (sizeBytes === undefined) return `--drive-size must look like 256MiB or 2GiB.\n\n${usage}`;
  return { folder: resolve(values.folder ?? join(defaultDataFolder(), 'practice')), port, count, sizeBytes };
}

function untilStopped(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
    // The servers alone would keep the process; this one makes it certain.
    const keepAlive = setInterval(() => undefined, 60_000);
    process.once('exit', () => clearInterval(keepAlive));
  });
}

/** Troubles go to the terminal as one line; the rest is not worth one. */
const terminalLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (_fields, message) => console.error(message),
  error: (_fields, message) => console.error(message),
  child: () => terminalLog,
};

async function run(options: Options): Promise<void> {
  const world = await startPracticeWorld({
    folder: options.folder,
    log: terminalLog,
    drives: { count: options.count, sizeBytes: options.sizeBytes },
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const endpoints = await world.endpoints();
  console.log(`Practice Azure is running. Stop it with Ctrl+C.

  Folder            ${world.folder}
  Drives            ${world.shelf.folder}
  Sign-in           ${endpoints.authority}/${endpoints.tenantId}
  Graph             ${endpoints.graph}
  Resource Manager  ${endpoints.resourceManager}
  Blobs             ${endpoints.blobServiceUrl('<account>')}
  Control           ${endpoints.controlUrl} (token in control.token)
  Certificate       ${join(world.folder, 'practice-ca.pem')}
`);
  world.control.onChange(({ now, nextEvent }) => {
    console.log(
      `${now}  next: ${nextEvent === undefined ? 'nothing' : `${nextEvent.code} at ${nextEvent.at}`}`,
    );
  });
  await untilStopped();
  console.log('Stopping.');
  await world.close();
}

function sentenceOf(error: unknown): string {
  if (error instanceof AppError && error.code === 'practice.worldInUse') {
    return `Another program already runs the practice world in ${String(error.params.folder)}.`;
  }
  if ((error as NodeJS.ErrnoException)?.code === 'EADDRINUSE')
    return 'That port is taken. Choose another one.';
  return error instanceof Error ? error.message : String(error);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    console.log(options);
    process.exitCode = options === usage ? 0 : 2;
  } else {
    await run(options);
    process.exit(0);
  }
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
