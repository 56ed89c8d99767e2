/** @file Worker thread: the plain list of what could not be backed up whole. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { writing } from '../staging-errors.ts';

export interface ReportWriter {
  add(warning: TaskWarning): void;
  /** @returns name of the report, or undefined when there was nothing to report */
  commit(): string | undefined;
  discard(): void;
}

/** One JSON object per line, under a partial name until the run is finished; no file at all when there is nothing to say. */
export function createReportWriter(folder: string, name: string): ReportWriter {
  const partial = join(folder, `${name}.partial`);
  let file: number | undefined;
  return {
    add(warning) {
      writing(partial, () => {
        file ??= openSync(partial, 'w', 0o600);
        writeSync(file, `${JSON.stringify(warning)}\n`);
      });
    },
    commit() {
      if (file === undefined) {
        rmSync(join(folder, name), { force: true });
        return undefined;
      }
      const open = file;
      file = undefined;
      writing(partial, () => {
        fsyncSync(open);
        closeSync(open);
        renameSync(partial, join(folder, name));
      });
      return name;
    },
    discard() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      rmSync(partial, { force: true });
    },
  };
}
