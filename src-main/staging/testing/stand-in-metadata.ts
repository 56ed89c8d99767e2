/** @file Test support: a metadata store that says what a test wants it to, and remembers what it was asked. */
import {
  type FileMetadata,
  type FileMetadataStore,
  type MetadataAnswer,
  type MetadataPath,
  type MetadataToRestore,
  nothingBeside,
  type RestoredMetadata,
} from '../../platform/ports/file-metadata.ts';

export interface StandInMetadata extends FileMetadataStore {
  /** Batches of paths, as they were asked for. */
  readonly asked: string[][];
  readonly given: MetadataToRestore[];
}

/** @param tell what there is for the last part of a path; text is why it cannot be read; may throw for the whole batch */
export function standInMetadata(
  kind: FileMetadataStore['kind'],
  batchSize: number,
  tell: (name: string) => Partial<FileMetadata> | string,
  restored: (item: MetadataToRestore) => RestoredMetadata = () => ({}),
): StandInMetadata {
  const asked: string[][] = [];
  const given: MetadataToRestore[] = [];
  const answer = (path: MetadataPath): MetadataAnswer => {
    const text = Buffer.from(path as Uint8Array).toString('utf8');
    const told = tell(text.slice(text.lastIndexOf('/') + 1));
    return typeof told === 'string'
      ? { ok: false, reason: told }
      : { ok: true, metadata: { ...nothingBeside, ...told } };
  };
  return {
    kind,
    batchSize,
    asked,
    given,
    isServed: async () => true,
    async read(paths) {
      asked.push(paths.map((path) => path.toString()));
      // As a program does, it takes its time, and some batches take longer than others.
      for (let turn = 0; turn < (asked.length % 3) * 5; turn += 1)
        await new Promise<void>((resolve) => setImmediate(resolve));
      return paths.map(answer);
    },
    async restore(items) {
      given.push(...items);
      return items.map(restored);
    },
  };
}
