/** @file Worker thread of the backup: small files go to the packing threads in batches, large ones in parts. */
import { type EntryGroup, pathSeparator } from '../scan/entry-group.ts';
import { fileState, noteSeen } from './file-state.ts';
import type { FileTask, PieceList } from './file-task.ts';
import { type PackedFiles, type PackRemark, seenWords } from './pack-messages.ts';
import type { PackPool } from './pack-pool.ts';

/** Fewer files per message cost more in messages than in reading; more of them only wait. */
const batchFiles = 512;
const batchBytes = 16 * 1024 * 1024;
/** Costs at most one more cut per part; a file is cut the same however many threads there are. */
export const segmentBytes = 64 * 1024 * 1024;

export interface FileDispatcher {
  /** Has a file read; its task is whole once nothing of it is open. */
  read(task: FileTask): void;
  /** Has the files of a group read. @param onPacked called with the content of all of them, in order */
  readGroup(group: EntryGroup, onPacked: (packed: PackedFiles) => void): void;
  /** Hands out the batch that is being filled. */
  flush(): void;
}

/** Content of every file of an answer, in the order of the job. */
function splitPacked(packed: PackedFiles): readonly PieceList[] {
  let next = 0;
  return Array.from(packed.counts, (count) => {
    const first = next;
    next += count;
    return { packed, first, count };
  });
}

function bytesOf(part: PieceList | undefined): number {
  let bytes = 0;
  if (part === undefined) return bytes;
  const { packed, first, count } = part;
  for (let index = first; index < first + count; index += 1) bytes += packed.lengths[index] ?? 0;
  return bytes;
}

export function createFileDispatcher(pool: PackPool): FileDispatcher {
  let batch: FileTask[] = [];
  let bytes = 0;

  const remark = (task: FileTask, found: PackRemark | undefined): void => {
    if (found === undefined) return;
    if (found.kind === 'unreadable') {
      task.unreadable ??= found.reason;
      return;
    }
    // Parts of one file may have seen different states; the last one counts, and makes it read once more.
    if (task.parts.length > 1) task.movedTo = found.state;
    else {
      task.state = found.state;
      task.isChanged = found.isChanged;
    }
  };
  const flush = (): void => {
    if (batch.length === 0) return;
    const tasks = batch;
    batch = [];
    bytes = 0;
    const seen = new BigInt64Array(tasks.length * seenWords);
    for (const [index, task] of tasks.entries()) noteSeen(seen, index, task.state);
    const paths = tasks.map((task) => task.native);
    pool.add({ kind: 'files', paths, seen }, (packed) => {
      const contents = splitPacked(packed);
      for (const [index, task] of tasks.entries()) {
        task.parts[0] = contents[index];
        task.open -= 1;
        remark(task, packed.remarks.get(index));
      }
    });
  };
  const endOfParts = (task: FileTask): void => {
    const moved = task.movedTo;
    if (task.open > 0 || moved === undefined || task.unreadable !== undefined) return;
    if (task.attempts < 2) {
      task.state = moved;
      read(task);
      return;
    }
    // It never rests: what was read is kept, and said.
    task.isChanged = true;
    const length = task.parts.reduce((sum, part) => sum + bytesOf(part), 0);
    task.state = { ...fileState(task.state), size: BigInt(length) };
  };
  const readParts = (task: FileTask, size: number): void => {
    const count = Math.ceil(size / segmentBytes);
    const seen = new BigInt64Array(seenWords);
    noteSeen(seen, 0, task.state);
    task.parts = Array.from({ length: count }, () => undefined);
    task.open = count;
    for (let index = 0; index < count; index += 1) {
      const offset = index * segmentBytes;
      const length = Math.min(segmentBytes, size - offset);
      pool.add({ kind: 'segment', path: task.native, seen, offset, length }, (packed) => {
        [task.parts[index]] = splitPacked(packed);
        task.open -= 1;
        remark(task, packed.remarks.get(0));
        endOfParts(task);
      });
    }
  };
  const read = (task: FileTask): void => {
    const size = Number(task.state.size);
    task.attempts += 1;
    task.movedTo = undefined;
    if (size > segmentBytes) {
      readParts(task, size);
      return;
    }
    task.parts = [undefined];
    task.open = 1;
    batch.push(task);
    bytes += size;
    if (batch.length >= batchFiles || bytes >= batchBytes) flush();
  };
  const readGroup = (group: EntryGroup, onPacked: (packed: PackedFiles) => void): void => {
    const paths = group.paths.split(pathSeparator).filter((_path, index) => group.isFile(index));
    const seen = new BigInt64Array(paths.length * seenWords);
    let file = 0;
    for (let index = 0; index < group.length; index += 1) {
      if (!group.isFile(index)) continue;
      noteSeen(seen, file, group.stateOf(index));
      file += 1;
    }
    pool.add({ kind: 'group', folder: group.folder, paths: paths.join(pathSeparator), seen }, onPacked);
  };
  return { read, readGroup, flush };
}
