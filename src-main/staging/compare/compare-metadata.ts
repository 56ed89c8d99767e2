/** @file Worker thread: extended attributes of two trees, in batches. */
import type { FileMetadataStore, MetadataAnswer } from '../../platform/ports/file-metadata.ts';
import type { ByteText } from '../format/byte-text.ts';
import { nativeFromBytes } from '../scan/native-path.ts';

export interface MetadataPair {
  readonly path: ByteText;
  /** Absolute. */
  readonly expected: ByteText;
  readonly found: ByteText;
}

/** Told about a difference, each side as a short text. */
export type OnDifference = (path: ByteText, expected: string, found: string) => void;

export interface MetadataComparison {
  readonly isFull: boolean;
  add(pair: MetadataPair): void;
  /** Compares what was added. */
  flush(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** Names with values. What only root may set counts only for root, as owners do. */
function textOf(answer: MetadataAnswer | undefined): string {
  if (answer?.ok !== true) return answer?.reason ?? '';
  return answer.metadata.extendedAttributes
    .filter(([name]) => isRoot || /^(user\.|system\.)/.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** @param store undefined, or one that reads no extended attributes: nothing is compared */
export function createMetadataComparison(
  store: FileMetadataStore | undefined,
  onDifference: OnDifference,
): MetadataComparison {
  if (store?.kind !== 'posix') return { isFull: false, add: () => {}, flush: async () => {} };
  let pairs: MetadataPair[] = [];
  return {
    get isFull() {
      return pairs.length >= store.batchSize;
    },
    add: (pair) => pairs.push(pair),
    async flush() {
      const batch = pairs;
      pairs = [];
      const sides = [batch.map(({ expected }) => expected), batch.map(({ found }) => found)];
      const [expected = [], found = []] = await Promise.all(
        sides.map((paths) => store.read(paths.map(nativeFromBytes))),
      );
      for (const [index, { path }] of batch.entries()) {
        const [left, right] = [textOf(expected[index]), textOf(found[index])];
        if (left !== right) onDifference(path, left, right);
      }
    },
  };
}
