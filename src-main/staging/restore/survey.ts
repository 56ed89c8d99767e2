/** @file Worker thread: first pass over a catalog: roots, totals of the selection, and files that hard links need. */
import type { ByteText } from '../format/byte-text.ts';
import { decodeLine } from '../format/catalog-decode.ts';
import type { CatalogEntry, HardLinkLine, RootLine } from '../format/catalog-entry.ts';
import { maximumRootCharacters, maximumRoots } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import type { RestoreSelection } from './selection.ts';
import { isInside } from './tree-path.ts';

/** What of a root line says where it goes. */
export type SurveyedRoot = Pick<RootLine, 'path' | 'rootKind'>;

export interface Survey {
  readonly roots: readonly SurveyedRoot[];
  readonly files: number;
  readonly bytes: number;
  /**
   * `root:path` of files that selected hard links lead to, as far as they can be remembered: what is not among them gets its
   * content a second time.
   */
  readonly linkedFiles: ReadonlySet<string>;
}

export function linkKey(root: number, path: ByteText): string {
  return `${root}:${path}`;
}

/** Of names of linked files: trees of backups with links have a few hundred thousand. */
const mostLinkedFiles = 2 * 1024 * 1024;
const mostLinkedCharacters = 256 * 1024 * 1024;

export interface SurveyLimits {
  readonly linkedFiles: number;
  readonly linkedCharacters: number;
}

/** What a survey keeps, which a catalog may not stretch. */
class Findings {
  readonly roots: SurveyedRoot[] = [];
  readonly linkedFiles = new Set<string>();
  readonly #limits: SurveyLimits;
  #rootCharacters = 0;
  #linkedCharacters = 0;

  constructor({
    linkedFiles = mostLinkedFiles,
    linkedCharacters = mostLinkedCharacters,
  }: Partial<SurveyLimits> = {}) {
    this.#limits = { linkedFiles, linkedCharacters };
  }

  /** @throws DamageError */
  addRoot({ path, rootKind }: RootLine): void {
    this.#rootCharacters += path.length;
    if (this.roots.length >= maximumRoots || this.#rootCharacters > maximumRootCharacters)
      throw new DamageError('catalog of impossibly many roots');
    this.roots.push({ path, rootKind });
  }

  addLink(root: number, { linkTo }: HardLinkLine): void {
    const { linkedFiles, linkedCharacters } = this.#limits;
    if (this.linkedFiles.size >= linkedFiles || this.#linkedCharacters + linkTo.length > linkedCharacters)
      return;
    const key = linkKey(root, linkTo);
    if (this.linkedFiles.has(key)) return;
    this.linkedFiles.add(key);
    this.#linkedCharacters += key.length;
  }
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

/** @param onBatch called now and then; may throw to stop. @throws DamageError */
export async function surveyCatalog(
  catalog: AsyncIterable<readonly CatalogEntry[]>,
  selection: RestoreSelection,
  onBatch: () => void,
  limits: Partial<SurveyLimits> = {},
): Promise<Survey> {
  const findings = new Findings(limits);
  const { roots, linkedFiles } = findings;
  const isSelected = createSelectionFollower(selection);
  let files = 0;
  let bytes = 0;
  for await (const entries of catalog) {
    onBatch();
    for (const entry of entries) {
      if (entry.kind === 'root') findings.addRoot(entry);
      const root = roots.length - 1;
      if (!isSelected(root, entry.kind === 'root' ? '' : entry.path)) continue;
      if (entry.kind === 'file' || entry.kind === 'hardLink') files += 1;
      if (entry.kind === 'file') bytes += entry.size;
      if (entry.kind === 'hardLink') findings.addLink(root, entry);
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
  const findings = new Findings();
  const { roots, linkedFiles } = findings;
  for await (const block of blocks) {
    onBatch();
    if (hasEscapedLetters(block)) return undefined;
    for (const text of markedLines(block)) {
      const line = decodeLine(text);
      if (line.kind === 'root') findings.addRoot(line);
      if (line.kind === 'hardLink') findings.addLink(roots.length - 1, line);
    }
  }
  const { files, sourceBytes } = totals;
  return roots.length === 0 ? undefined : { roots, files, bytes: sourceBytes, linkedFiles };
}
