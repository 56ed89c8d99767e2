import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { instantSchema } from '../../../src-shared/domain/scalars.ts';
import { writeFileAtomically } from '../node/atomic-file.ts';

/** A snapshot that was about to be made: its id is known only afterwards, so what was there before is noted. */
const intentSchema = z.strictObject({
  volume: z.string().max(1024),
  startedAt: instantSchema,
  idsBefore: z.array(z.string().max(64)).max(4096),
});
export type SnapshotIntent = Readonly<z.infer<typeof intentSchema>>;

const journalSchema = z.strictObject({
  intents: z.array(intentSchema).max(256),
  ids: z.array(z.string().max(64)).max(256),
});
export type SnapshotRecord = Readonly<z.infer<typeof journalSchema>>;

const nothing: SnapshotRecord = { intents: [], ids: [] };

/** The list of snapshots that this program made or was making. One program owns the file; calls wait for each other. */
export class SnapshotJournal {
  readonly #path: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** A file that cannot be read as a list counts as empty: a snapshot that stays takes space, one deleted by mistake is lost. */
  async read(): Promise<SnapshotRecord> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    if (text === undefined) return nothing;
    try {
      return journalSchema.parse(JSON.parse(text));
    } catch {
      return nothing;
    }
  }

  /** Durable before it resolves. */
  change(edit: (record: SnapshotRecord) => SnapshotRecord): Promise<void> {
    const turn = this.#last.then(async () => {
      await writeFileAtomically(this.#path, JSON.stringify(edit(await this.read())));
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
