import { parseArgs } from 'node:util';
import {
  type DriveMountChoice,
  driveMountChoices,
} from '../../practice/drives/mounts/choose-drive-mounts.ts';

/** Where a rehearsal may stop, in the order of the journey. */
export const practiceStages = [
  'staged',
  'prepared',
  'created',
  'shipped',
  'imported',
  'vaulted',
  'recovered',
] as const;
export type PracticeStage = (typeof practiceStages)[number];

export interface PracticeOptions {
  readonly source: string | undefined;
  /** Undefined: as large as the set needs, at least 256 MiB. */
  readonly driveSizeBytes: number | undefined;
  readonly drives: number;
  readonly driveMounts: DriveMountChoice;
  readonly passphraseFile: string | undefined;
  readonly workFolder: string | undefined;
  readonly until: PracticeStage;
  readonly report: string | undefined;
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  tb: 1000 ** 4,
};

/** `256MiB`, `4 GB` or plain bytes as bytes; undefined when it is none of them. */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const factor = units[(match?.[2] ?? '').toLowerCase()];
  if (match === null || factor === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * factor);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

export const practiceUsage = `Usage: npm run practice -- [options]

Takes a folder through the whole journey in practice mode: staged, copied to practice drives, shipped, imported, moved to the vault,
recovered, compared. Nothing outside the work folder is written.

  --source <folder>       what to back up; without it a small sample tree
  --drive-size <size>     size of a practice drive, e.g. 256MiB (default: as large as the set needs, at least 256MiB)
  --drives <n>            drives to begin with (default 3); more are attached when space runs out
  --drive-mounts <kind>   tmpfs, ntfs or auto: drives with a file system of their own (Linux, root); default: folders
  --passphrase-file <f>   first line is the passphrase (default: one is generated and kept in the work folder)
  --workdir <folder>      keeps everything; the same folder goes on where it stood (default: a new temporary folder)
  --until <stage>         ${practiceStages.join(' | ')}
  --report <file>         what happened, as JSON
`;

/** Options as typed, or a sentence that says which one is wrong. */
export function parsePracticeOptions(programArguments: readonly string[]): PracticeOptions | string {
  const options = {
    source: { type: 'string' },
    'drive-size': { type: 'string' },
    drives: { type: 'string' },
    'drive-mounts': { type: 'string' },
    'passphrase-file': { type: 'string' },
    workdir: { type: 'string' },
    until: { type: 'string' },
    report: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...programArguments], options }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (values.help === true) return practiceUsage;
  const driveSizeBytes = values['drive-size'] === undefined ? undefined : parseSize(values['drive-size']);
  if (
    values['drive-size'] !== undefined &&
    (driveSizeBytes === undefined || driveSizeBytes < 16 * 1024 ** 2)
  ) {
    return `--drive-size ${values['drive-size']}: give a size of at least 16MiB, such as 256MiB or 4GB.`;
  }
  const drives = values.drives === undefined ? 3 : Number(values.drives);
  if (!Number.isInteger(drives) || drives < 1 || drives > 10) {
    return `--drives ${values.drives}: a job takes 1 to 10 drives.`;
  }
  const driveMounts = driveMountChoices.find((choice) => choice === (values['drive-mounts'] ?? 'folders'));
  if (driveMounts === undefined) {
    return `--drive-mounts ${values['drive-mounts']}: one of ${driveMountChoices.join(', ')}.`;
  }
  const until = values.until ?? 'recovered';
  if (!practiceStages.some((stage) => stage === until)) {
    return `--until ${until}: one of ${practiceStages.join(', ')}.`;
  }
  return {
    source: values.source,
    driveSizeBytes,
    drives,
    driveMounts,
    passphraseFile: values['passphrase-file'],
    workFolder: values.workdir,
    until: until as PracticeStage,
    report: values.report,
  };
}
