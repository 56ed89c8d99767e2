/** @file Worker thread: where each root of a recovery point goes. */
import { isAbsolute } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { type ByteText, bytesToShownText, textToBytes } from '../format/byte-text.ts';
import { bytesFromNative, joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import type { RestoreTarget } from '../staging-types.ts';
import { safeFolderName } from './portable-name.ts';
import type { SurveyedRoot } from './survey.ts';

export interface TargetRoot {
  readonly number: number;
  readonly line: SurveyedRoot;
  /** Absolute folder that takes what is below the root. */
  readonly folder: ByteText;
}

function lastPart(path: ByteText): ByteText {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: ByteText): ByteText {
  const folder = path.slice(0, Math.max(1, path.lastIndexOf('/')));
  // `C:` alone would mean the current folder of that drive.
  return /^[A-Za-z]:$/.test(folder) ? `${folder}/` : folder;
}

function originalFolder(line: SurveyedRoot): ByteText {
  const native = nativeFromBytes(line.path).toString();
  if (!isAbsolute(native)) {
    throw new AppError({
      kind: 'user',
      code: 'vault.targetInvalid',
      params: { path: bytesToShownText(line.path) },
    });
  }
  return line.rootKind === 'file' ? folderOf(line.path) : line.path;
}

/** Sub-folder names, one per root, different also where upper and lower case are the same. */
function uniqueNames(lines: readonly SurveyedRoot[]): readonly string[] {
  const taken = new Set<string>();
  /** Number to try next, by name: a forged catalog may have a root by the same name a hundred thousand times. */
  const nextNumbers = new Map<string, number>();
  return lines.map((line) => {
    const name = safeFolderName(bytesToShownText(lastPart(line.path)));
    const key = name.toLowerCase();
    let candidate = name;
    let number = nextNumbers.get(key) ?? 2;
    for (; taken.has(candidate.toLowerCase()); number += 1) candidate = `${name} (${number})`;
    nextNumbers.set(key, number);
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}

/**
 * A single root goes right into the target folder; of several, each gets a sub-folder named after it.
 * @throws AppError `vault.targetInvalid` when an original path cannot be one of this system
 */
export function placeRoots(lines: readonly SurveyedRoot[], target: RestoreTarget): readonly TargetRoot[] {
  if (target.kind !== 'folder') {
    return lines.map((line, number) => ({
      number,
      line,
      folder: target.kind === 'original' ? originalFolder(line) : '',
    }));
  }
  const folder = bytesFromNative(target.path);
  const names = uniqueNames(lines);
  return lines.map((line, number) => ({
    number,
    line,
    folder: lines.length === 1 ? folder : joinBytes(folder, textToBytes(names[number] ?? '')),
  }));
}
