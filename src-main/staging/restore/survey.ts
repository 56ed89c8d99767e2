/** @file Worker thread: first pass over a catalog: roots, totals of the selection, and files that hard links need. */
import type { ByteText } from '../format/byte-text.ts';
import { decodeLine } from '../format/catalog-decode.ts';
import type { CatalogEntry, RootLine } from '../format/catalog-entry.ts';
import type { RestoreSelection } from './selection.ts';
import { isInside } from './tree-path.ts';

export interface Survey {
  readonly roots: readonly RootLine[];
  readonly files: number;
  readonly bytes: number;
  /** `root:path` of files that selected hard links lead to. */
  readonly linkedFiles: ReadonlySet<string>;
}

export function linkKey(root: number, path: ByteText): string {
  return `${root}:${path}`;
}

/** Tells for entries in catalog order whether they are selected themselves or through a folder above. */
export function createSelectionFollower(
  selection: RestoreSelection,
): (root: number, path: ByteText) => boolean {
  let root = -1;
  let picked: ByteText | undefined;
  return (entryRoot, path) => {
    if (entryRoot !== root || (picked !== undefined && !isInside(path, picked))) picked = undefined;
    root = entryRoot;
    if (picked === undefined && selection.isPicked(entryRoot, path)) picked = path;
    return picked !== undefined;
  };
}

/** @param onBatch called now and then; may throw to stop */
export async function surveyCatalog(
  catalog: AsyncIterable<readonly CatalogEntry[]>,
  selection: RestoreSelection,
  onBatch: () => void,
): Promise<Survey> {
  const roots: RootLine[] = [];
  const linkedFiles = new Set<string>();
  const isSelected = createSelectionFollower(selection);
  let files = 0;
  let bytes = 0;
  for await (const entries of catalog) {
    onBatch();
    for (const entry of entries) {
      if (entry.kind === 'root') roots.push(entry);
      const root = roots.length - 1;
      if (!isSelected(root, entry.kind === 'root' ? '' : entry.path)) continue;
      if (entry.kind === 'file' || entry.kind === 'hardLink') files += 1;
      if (entry.kind === 'file') bytes += entry.size;
      if (entry.kind === 'hardLink') linkedFiles.add(linkKey(root, entry.linkTo));
    }
  }
  return { roots, files, bytes, linkedFiles };
}

/** What the lines that a survey has to look at hold, as they are written: names escape their quotes. */
const wantedMarks = [Buffer.from('"root"'), Buffer.from('"hardLink"')];

const escapeStart = Buffer.from('\\u00');

/** True when letters may be written as `\u0072`, as JSON allows and no writer does: no mark would be found in them. */
function hasEscapedLetters(block: Buffer): boolean {
  for (let found = block.indexOf(escapeStart); found >= 0; found = block.indexOf(escapeStart, found + 1)) {
    const digit = block[found + escapeStart.length] ?? 0;
    // \u0020 to \u007f
    if (digit >= 0x32 && digit <= 0x37) return true;
  }
  return false;
}

/** Lines of a catalog block that hold a mark, in order, without looking at the others. */
function* markedLines(block: Buffer): Generator<string> {
  const starts = new Set<number>();
  for (const mark of wantedMarks) {
    for (let found = block.indexOf(mark); found >= 0; found = block.indexOf(mark, found)) {
      const start = block.lastIndexOf(10, found) + 1;
      starts.add(start);
      const end = block.indexOf(10, found);
      found = end < 0 ? block.length : end;
    }
  }
  for (const start of [...starts].sort((left, right) => left - right)) {
    const end = block.indexOf(10, start);
    yield block.toString('utf8', start, end < 0 ? block.length : end);
  }
}

/**
 * A survey of everything: the totals are known, so most lines need no look, which is most of a survey's time.
 * @param blocks decoded blocks of the catalog
 * @returns undefined when the catalog is written in a way that this does not understand
 * @throws DamageError
 */
export async function surveyWhole(
  blocks: AsyncIterable<Buffer>,
  totals: { readonly files: number; readonly sourceBytes: number },
  onBatch: () => void,
): Promise<Survey | undefined> {
  const roots: RootLine[] = [];
  const linkedFiles = new Set<string>();
  for await (const block of blocks) {
    onBatch();
    if (hasEscapedLetters(block)) return undefined;
    for (const text of markedLines(block)) {
      const line = decodeLine(text);
      if (line.kind === 'root') roots.push(line);
      if (line.kind === 'hardLink') linkedFiles.add(linkKey(roots.length - 1, line.linkTo));
    }
  }
  const { files, sourceBytes } = totals;
  return roots.length === 0 ? undefined : { roots, files, bytes: sourceBytes, linkedFiles };
}
