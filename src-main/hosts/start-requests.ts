/** @file What the wizard was started with, kept until the page asks; also of a second start while the first one runs. */
import path from 'node:path';
import { z } from 'zod';
import type { StartRequest } from '../../src-shared/contract/app-calls.ts';
import { parseStartArguments } from '../../src-shared/domain/start-arguments.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';

/** Arguments without the program's own path and switches, and the folder that relative paths start from. */
export interface StartWords {
  readonly words: readonly string[];
  readonly folder: string;
}

export interface StartRequests {
  /** Keeps what was asked for; a later start replaces one that no page has taken yet. */
  offer(start: StartWords): void;
  /** Hands the request out, once: a page that is loaded again stays where its reader is. */
  take(): StartRequest;
}

/**
 * The operator's arguments out of those of an Electron process: behind program and, unless packaged, application folder; without
 * switches of Chromium and Node.
 */
export function ownWords(
  processArguments: readonly string[],
  isPackaged: boolean,
  folder: string,
): StartWords {
  const words = processArguments.slice(isPackaged ? 1 : 2).filter((word) => !word.startsWith('--'));
  return { words, folder };
}

const startWordsSchema = z.strictObject({
  words: z.array(z.string().max(32_767)).max(100),
  folder: z.string().max(32_767),
});

/** What another process of this program hands over; anything else counts as a start without arguments. */
export function startWordsFrom(data: unknown): StartWords {
  const parsed = startWordsSchema.safeParse(data);
  return parsed.success ? parsed.data : { words: [], folder: '' };
}

/** Absolute in the manner of the path itself: a Windows path on another system is told as it was typed. */
function absolute(folder: string, text: string): string {
  return path.win32.isAbsolute(text) ? text : path.resolve(folder, text);
}

/** Turns arguments into what a page can act on. Never throws: nonsense becomes an error that names the argument. */
export function startRequestOf({ words, folder }: StartWords): StartRequest {
  const parsed = parseStartArguments(words);
  if (!parsed.ok) {
    const { code, argument } = parsed.problem;
    const error = new AppError({ kind: 'user', code, params: { argument }, field: 'startArguments' });
    return { wantsShipping: false, error: error.toData() };
  }
  const { stagingPath, publishSettingsPath, jobFile, wantsShipping } = parsed.value;
  return {
    wantsShipping,
    ...(stagingPath === undefined ? {} : { stagingPath: absolute(folder, stagingPath) }),
    ...(publishSettingsPath === undefined ? {} : { publishSettingsPath }),
    ...(jobFile === undefined ? {} : { jobFile: absolute(folder, jobFile) }),
  };
}

/** @param onOffer tells the page that there is something to take */
export function createStartRequests(onOffer: () => void): StartRequests {
  const nothing: StartRequest = { wantsShipping: false };
  let waiting = nothing;
  return {
    offer(start) {
      if (start.words.length === 0) return;
      waiting = startRequestOf(start);
      onOffer();
    },
    take() {
      const request = waiting;
      waiting = nothing;
      return request;
    },
  };
}
