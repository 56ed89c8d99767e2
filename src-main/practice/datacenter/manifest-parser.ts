/**
 * @file The datacenter's reader of drive manifests (import-export.md 2.1): strict, bounded, streaming. It shares nothing with the
 * wizard's writer and so checks it.
 */
import { XmlInvalid, type XmlToken, xmlTokens } from './xml-tokens.ts';

export interface ManifestPart {
  readonly offset: number;
  readonly length: number;
  /** Upper-case hexadecimal. */
  readonly md5: string;
  /** Block id in base64; block blobs only. */
  readonly id?: string;
}

/** A file on the drive that is named with its hash: metadata or properties. */
export interface HashedFile {
  readonly path: string;
  readonly md5: string;
}

export type ImportDisposition = 'rename' | 'no-overwrite' | 'overwrite';

export interface ManifestBlob {
  /** Container first. */
  readonly blobPath: string;
  /** With backslashes, as in the manifest. */
  readonly filePath: string;
  readonly lengthBytes: number;
  readonly disposition: ImportDisposition;
  readonly kind: 'page' | 'block';
  readonly parts: readonly ManifestPart[];
  readonly metadata?: HashedFile;
  readonly properties?: HashedFile;
}

export type ManifestItem =
  | { readonly type: 'drive'; readonly driveId: string }
  | { readonly type: 'blob'; readonly blob: ManifestBlob };

/** The manifest breaks its format; the code is the drive's status in the log. */
export class ManifestInvalid extends Error {
  readonly code: 'ManifestFormatInvalid' | 'BlobListFormatInvalid';
  constructor(code: 'ManifestFormatInvalid' | 'BlobListFormatInvalid', reason: string) {
    super(reason);
    this.name = 'ManifestInvalid';
    this.code = code;
  }
}

const largestPartBytes = 4 * 1024 * 1024;
const pageBytes = 512;
const largestPageBlobBytes = 8 * 2 ** 40;
const mostBlocks = 50_000;
const idsNeededAboveBytes = 64 * 1024 * 1024;
const versionPattern = /^\d{4}-\d{2}-\d{2}$/;
const md5Pattern = /^[0-9A-Fa-f]{32}$/;
const numberPattern = /^(?:0|[1-9]\d{0,15})$/;
const dispositions: readonly string[] = ['rename', 'no-overwrite', 'overwrite'];

const formatInvalid = (reason: string): ManifestInvalid =>
  new ManifestInvalid('ManifestFormatInvalid', reason);
const blobInvalid = (reason: string): ManifestInvalid => new ManifestInvalid('BlobListFormatInvalid', reason);

function bytesOf(text: string | undefined, what: string): number {
  const value = numberPattern.test(text?.trim() ?? '') ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw blobInvalid(`${what} is not a number of bytes`);
  return value;
}

function md5Of(text: string | undefined, what: string): string {
  if (text === undefined || !md5Pattern.test(text)) throw blobInvalid(`${what} has no MD5 in Hash`);
  return text.toUpperCase();
}

/** Reads element after element; white space between elements is skipped, other text there is refused. */
class ElementReader {
  readonly #tokens: AsyncGenerator<XmlToken>;
  #peeked: XmlToken | undefined;

  constructor(tokens: AsyncGenerator<XmlToken>) {
    this.#tokens = tokens;
  }

  async #next(): Promise<XmlToken | undefined> {
    const peeked = this.#peeked;
    this.#peeked = undefined;
    if (peeked !== undefined) return peeked;
    const { value, done } = await this.#tokens.next();
    return done === true ? undefined : value;
  }

  /** @returns the next child's opening tag, or undefined when the current element is closed (its tag is taken) */
  async child(parent: string): Promise<(XmlToken & { readonly type: 'open' }) | undefined> {
    for (;;) {
      const token = await this.#next();
      if (token === undefined) {
        if (parent === '') return undefined;
        throw formatInvalid(`Ends inside ${parent}`);
      }
      if (token.type === 'text') {
        if (token.text.trim() !== '') throw formatInvalid(`Text in ${parent}`);
      } else if (token.type === 'open') return token;
      else if (token.name === parent) return undefined;
      else throw formatInvalid(`${token.name} closes ${parent}`);
    }
  }

  /** Text of an element without children, up to and with its closing tag. */
  async text(name: string): Promise<string> {
    let text = '';
    for (;;) {
      const token = await this.#next();
      if (token?.type === 'text') text += token.text;
      else if (token?.type === 'close' && token.name === name) return text;
      else throw formatInvalid(`${name} is not plain text`);
    }
  }

  async empty(name: string): Promise<void> {
    if ((await this.text(name)).trim() !== '') throw blobInvalid(`${name} is not empty`);
  }
}

async function readParts(
  reader: ElementReader,
  list: string,
  kind: 'page' | 'block',
): Promise<readonly ManifestPart[]> {
  const name = kind === 'page' ? 'PageRange' : 'Block';
  const parts: ManifestPart[] = [];
  for (let open = await reader.child(list); open !== undefined; open = await reader.child(list)) {
    if (open.name !== name) throw blobInvalid(`${open.name} in ${list}`);
    const id = open.attributes.get('Id');
    parts.push({
      offset: bytesOf(open.attributes.get('Offset'), `${name} Offset`),
      length: bytesOf(open.attributes.get('Length'), `${name} Length`),
      md5: md5Of(open.attributes.get('Hash'), name),
      ...(id === undefined ? {} : { id }),
    });
    await reader.empty(name);
    if (parts.length > largestPageBlobBytes / largestPartBytes) throw blobInvalid(`${list} is too long`);
  }
  return parts;
}

function checkPageRanges(parts: readonly ManifestPart[], lengthBytes: number): void {
  if (lengthBytes % pageBytes !== 0) throw blobInvalid('Length of a page blob is not a multiple of 512');
  if (lengthBytes > largestPageBlobBytes) throw blobInvalid('Page blob above 8 TiB');
  let end = 0;
  for (const { offset, length } of parts) {
    if (offset % pageBytes !== 0 || length % pageBytes !== 0) throw blobInvalid('Page range off 512 bytes');
    if (length === 0 || length > largestPartBytes) throw blobInvalid('Page range empty or above 4 MiB');
    if (offset < end || offset + length > lengthBytes) throw blobInvalid('Page ranges overlap or overrun');
    end = offset + length;
  }
}

function checkBlocks(parts: readonly ManifestPart[], lengthBytes: number): void {
  if (parts.length > mostBlocks) throw blobInvalid('More than 50,000 blocks');
  let end = 0;
  for (const { offset, length } of parts) {
    if (offset !== end || length === 0 || length > largestPartBytes) throw blobInvalid('Blocks have a gap');
    end += length;
  }
  if (end !== lengthBytes) throw blobInvalid('Blocks are not the whole file');
  const withId = parts.filter(({ id }) => id !== undefined);
  if (withId.some(({ id }) => !/^[A-Za-z0-9+/]{4,88}={0,2}$/.test(id ?? ''))) {
    throw blobInvalid('Block id is not base64');
  }
  const areIdsNeeded = lengthBytes > idsNeededAboveBytes || withId.length > 0;
  if (areIdsNeeded && withId.length !== parts.length) throw blobInvalid('Block without id');
}

/** What a BlobList or Blob says about metadata and properties. */
interface Extras {
  metadata?: HashedFile;
  properties?: HashedFile;
}

/** @returns true when the element was one of the two */
async function readExtra(reader: ElementReader, open: XmlToken & { type: 'open' }, into: Extras) {
  const key =
    open.name === 'MetadataPath' ? 'metadata' : open.name === 'PropertiesPath' ? 'properties' : undefined;
  if (key === undefined) return false;
  if (into[key] !== undefined) throw blobInvalid(`${open.name} twice`);
  const md5 = md5Of(open.attributes.get('Hash'), open.name);
  into[key] = { path: await reader.text(open.name), md5 };
  return true;
}

const blobTexts: readonly string[] = ['BlobPath', 'FilePath', 'ClientData', 'Length', 'ImportDisposition'];

async function readBlob(reader: ElementReader, inherited: Extras): Promise<ManifestBlob> {
  const texts = new Map<string, string>();
  const extras: Extras = {};
  let list: { readonly kind: 'page' | 'block'; readonly parts: readonly ManifestPart[] } | undefined;
  for (let open = await reader.child('Blob'); open !== undefined; open = await reader.child('Blob')) {
    const { name } = open;
    if (await readExtra(reader, open, extras)) continue;
    if (name === 'PageRangeList' || name === 'BlockList') {
      if (list !== undefined) throw blobInvalid('Two lists in a Blob');
      const kind = name === 'PageRangeList' ? 'page' : 'block';
      list = { kind, parts: await readParts(reader, name, kind) };
    } else if (blobTexts.includes(name) && !texts.has(name)) texts.set(name, await reader.text(name));
    else throw blobInvalid(`${name} does not belong into a Blob, or is there twice`);
  }
  const blobPath = texts.get('BlobPath');
  const filePath = texts.get('FilePath');
  if (!blobPath || !filePath || list === undefined) throw blobInvalid('Blob without path or list');
  const lengthBytes = bytesOf(texts.get('Length'), 'Length');
  const disposition = texts.get('ImportDisposition') ?? 'rename';
  if (!dispositions.includes(disposition)) throw blobInvalid(`ImportDisposition ${disposition}`);
  if (list.kind === 'page') checkPageRanges(list.parts, lengthBytes);
  else checkBlocks(list.parts, lengthBytes);
  return {
    blobPath,
    filePath,
    lengthBytes,
    disposition: disposition as ImportDisposition,
    ...list,
    ...inherited,
    ...extras,
  };
}

async function* readBlobList(reader: ElementReader): AsyncGenerator<ManifestItem> {
  const defaults: Extras = {};
  let isFirst = true;
  for (let open = await reader.child('BlobList'); open !== undefined; open = await reader.child('BlobList')) {
    if (open.name === 'Blob') {
      isFirst = false;
      yield { type: 'blob', blob: await readBlob(reader, defaults) };
    } else if (!isFirst || !(await readExtra(reader, open, defaults))) {
      throw blobInvalid(`${open.name} in BlobList`);
    }
  }
}

async function* readDrive(reader: ElementReader): AsyncGenerator<ManifestItem> {
  const seen = new Set<string>();
  for (let open = await reader.child('Drive'); open !== undefined; open = await reader.child('Drive')) {
    const { name } = open;
    if (name === 'BlobList') {
      if (!seen.has('DriveId')) throw formatInvalid('BlobList before DriveId');
      yield* readBlobList(reader);
    } else if (seen.has(name)) throw formatInvalid(`${name} twice`);
    else if (name === 'DriveId') yield { type: 'drive', driveId: (await reader.text(name)).trim() };
    else if (['StorageAccountKey', 'ContainerSas', 'ClientCreator'].includes(name)) await reader.text(name);
    else throw formatInvalid(`${name} in Drive`);
    seen.add(name);
  }
  if (!seen.has('BlobList')) throw formatInvalid('No BlobList');
  if (seen.has('StorageAccountKey') && seen.has('ContainerSas')) throw formatInvalid('Two credentials');
}

async function* readDocument(reader: ElementReader): AsyncGenerator<ManifestItem> {
  const root = await reader.child('');
  if (root?.name !== 'DriveManifest' || !versionPattern.test(root.attributes.get('Version') ?? '')) {
    throw formatInvalid('Not a DriveManifest with a Version');
  }
  const drive = await reader.child(root.name);
  if (drive?.name !== 'Drive') throw formatInvalid('No Drive');
  yield* readDrive(reader);
  if ((await reader.child(root.name)) !== undefined) throw formatInvalid('More than one Drive');
  if ((await reader.child('')) !== undefined) throw formatInvalid('More than one root');
}

/**
 * Reads a manifest: first the drive's id, then blob after blob. Memory is bounded by the largest single blob's list.
 * @throws ManifestInvalid at the first thing that breaks the format
 */
export async function* parseDriveManifest(content: AsyncIterable<Uint8Array>): AsyncGenerator<ManifestItem> {
  try {
    yield* readDocument(new ElementReader(xmlTokens(content)));
  } catch (error) {
    throw error instanceof XmlInvalid ? formatInvalid(error.message) : error;
  }
}
