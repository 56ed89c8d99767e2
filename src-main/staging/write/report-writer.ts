/** @file Worker thread: the plain list of what could not be backed up whole. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { writing } from '../staging-errors.ts';
import { endsWhenFull, type SpaceWait } from './space-wait.ts';

export interface ReportWriter {
  add(warning: TaskWarning): void;
  /** @returns name of the report, or undefined when there was nothing to report */
  commit(): string | undefined;
  discard(): void;
}

/** One JSON object per line, under a partial name until the run is finished; no file at all when there is nothing to say. */
export function createReportWriter(
  folder: string,
  name: string,
  space: SpaceWait = endsWhenFull,
): ReportWriter {
  const partial = join(folder, `${name}.partial`);
  let file: number | undefined;
  return {
    add(warning) {
      const line = Buffer.from(`${JSON.stringify(warning)}\n`, 'utf8');
      let done = 0;
      space.writing(partial, () => {
        file ??= openSync(partial, 'w', 0o600);
        while (done < line.length) done += writeSync(file, line, done);
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
      });
      space.writing(partial, () => renameSync(partial, join(folder, name)));
      return name;
    },
    discard() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      rmSync(partial, { force: true });
    },
  };
}
