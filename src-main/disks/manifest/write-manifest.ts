import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../platform/node/atomic-file.ts';
import {
  type DriveManifest,
  type ManifestBlob,
  type ManifestReference,
  manifestVersion,
} from './manifest-types.ts';

/** Text is gathered to pieces of about so many bytes before it is hashed and written. */
const pieceBytes = 256 * 1024;
/** Of a UTF-16 unit in UTF-8. */
const mostBytesPerCharacter = 3;

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Escapes text for elements and attributes. @throws RangeError for characters that XML 1.0 cannot hold */
function escapeXml(text: string): string {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isAllowed = code >= 0x20 && !(code >= 0xd800 && code <= 0xdfff) && code < 0xfffe;
    if (!isAllowed && code < 0x10000) throw new RangeError(`XML cannot hold U+${code.toString(16)}`);
  }
  return text.replace(/[&<>"]/g, (character) => replacements[character] ?? character);
}

function reference(name: string, file: ManifestReference | undefined, indent: string): string {
  if (file === undefined) return '';
  return `${indent}<${name} Hash="${file.hash}">${escapeXml(file.path)}</${name}>\n`;
}

function* blobText(blob: ManifestBlob): Generator<string> {
  const element = (name: string, text: string | undefined): string =>
    text === undefined ? '' : `        <${name}>${escapeXml(text)}</${name}>\n`;
  yield '      <Blob>\n';
  yield element('BlobPath', blob.blobPath);
  yield element('FilePath', blob.filePath);
  yield element('ClientData', blob.clientData);
  yield element('Length', String(blob.length));
  yield element('ImportDisposition', blob.disposition);
  if (blob.content.kind === 'pages') {
    yield '        <PageRangeList>\n';
    for (const { offset, length, hash } of blob.content.ranges) {
      yield `          <PageRange Offset="${offset}" Length="${length}" Hash="${hash}" />\n`;
    }
    yield '        </PageRangeList>\n';
  } else {
    yield '        <BlockList>\n';
    for (const { offset, length, id, hash } of blob.content.blocks) {
      const idText = id === undefined ? '' : ` Id="${escapeXml(id)}"`;
      yield `          <Block Offset="${offset}" Length="${length}"${idText} Hash="${hash}" />\n`;
    }
    yield '        </BlockList>\n';
  }
  yield reference('MetadataPath', blob.metadata, '        ');
  yield reference('PropertiesPath', blob.properties, '        ');
  yield '      </Blob>\n';
}

/** Text of a manifest in the order of the published layouts (import-export.md 2.1), piece by piece: a 10 TB drive has 2.5 million ranges. */
export function* manifestText(manifest: DriveManifest): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<DriveManifest Version="${manifestVersion}">\n  <Drive>\n`;
  yield `    <DriveId>${escapeXml(manifest.driveId)}</DriveId>\n`;
  if (manifest.clientCreator !== undefined) {
    yield `    <ClientCreator>${escapeXml(manifest.clientCreator)}</ClientCreator>\n`;
  }
  for (const list of manifest.blobLists) {
    yield list.id === undefined ? '    <BlobList>\n' : `    <BlobList Id="${escapeXml(list.id)}">\n`;
    yield reference('MetadataPath', list.metadata, '      ');
    yield reference('PropertiesPath', list.properties, '      ');
    for (const blob of list.blobs) yield* blobText(blob);
    yield '    </BlobList>\n';
  }
  yield '  </Drive>\n</DriveManifest>\n';
}

/** The bytes of a text in pieces that lie in one and the same memory: each is used up before the next one is asked for. */
function* pieces(text: Iterable<string>): Generator<Buffer> {
  const memory = Buffer.allocUnsafe(pieceBytes);
  let used = 0;
  for (const part of text) {
    const most = part.length * mostBytesPerCharacter;
    if (used > 0 && used + most > pieceBytes) {
      yield memory.subarray(0, used);
      used = 0;
    }
    if (most > pieceBytes) yield Buffer.from(part, 'utf8');
    else used += memory.write(part, used, 'utf8');
  }
  if (used > 0) yield memory.subarray(0, used);
}

/**
 * Writes a manifest as a whole or not at all: beside its place, synced, renamed.
 * @returns length in bytes and MD5 in upper-case hexadecimal, as the import job wants it
 * @throws the system's error; no half manifest is left behind
 */
export async function writeManifest(
  path: string,
  manifest: DriveManifest,
): Promise<{ readonly bytes: number; readonly md5: string }> {
  const partialPath = `${path}.partial`;
  const hash = createHash('md5');
  let bytes = 0;
  try {
    // Made anew: what lies there may be a link.
    await rm(partialPath, { force: true });
    const handle = await open(partialPath, 'wx', 0o644);
    try {
      for (const piece of pieces(manifestText(manifest))) {
        hash.update(piece);
        bytes += piece.length;
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partialPath, path);
  } catch (error) {
    // The drive may be gone; what counts is why.
    await rm(partialPath, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
  return { bytes, md5: hash.digest('hex').toUpperCase() };
}
