/** @file Worker thread: how entries are named to the operator. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import { joinBytes } from '../scan/native-path.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import type { Warn } from './file-lines.ts';

/** Warns about an entry of a root. */
export type WarnOf = (root: SourceRoot | undefined, path: ByteText) => Warn;

const longestPath = 32_767;
const longestReason = 512;

/** Absolute path of an entry as text. */
export function shownPath(root: SourceRoot | undefined, path: ByteText): string {
  const absolute = root?.kind === 'file' ? root.path : joinBytes(root?.path ?? '', path);
  return bytesToShownText(absolute).slice(0, longestPath);
}

export function createWarnOf(warn: (warning: TaskWarning) => void): WarnOf {
  return (root, path) => (code, reason) =>
    warn({ code, path: shownPath(root, path), reason: reason.slice(0, longestReason) });
}
