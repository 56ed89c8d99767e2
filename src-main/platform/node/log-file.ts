import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A text file that keeps its size: when it is full it becomes `<name>.1`, and the older `.1` goes. */
export interface LogFile {
  write(line: string): void;
  close(): void;
}

/** Writes are synchronous: the last lines before a crash are the ones that matter. */
export function openLogFile(path: string, maximumBytes: number): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  /** Undefined while closed: the number of a closed file may soon be that of a volume. */
  let file: number | undefined;
  let bytes = 0;
  const openFile = (): number => {
    file = openSync(path, 'a', 0o600);
    bytes = fstatSync(file).size;
    return file;
  };
  const closeFile = (): void => {
    if (file === undefined) return;
    const open = file;
    file = undefined;
    closeSync(open);
  };
  const rotate = (): void => {
    closeFile();
    try {
      renameSync(path, `${path}.1`);
    } catch {
      // Somebody reads the old file (Windows): go on in the full one rather than lose lines.
    }
  };
  openFile();
  return {
    write(line) {
      const length = Buffer.byteLength(line);
      try {
        if (bytes > 0 && bytes + length > maximumBytes) rotate();
        writeSync(file ?? openFile(), line);
        bytes += length;
      } catch {
        // A full disk must stop the work that fills it with its own words, not the log.
      }
    },
    close: closeFile,
  };
}
