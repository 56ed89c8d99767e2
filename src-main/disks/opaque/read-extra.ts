/** @file Main process: metadata and properties files as the operator gives them (import-export.md 2.2). */
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { largestExtraCharacters, type OpaqueExtra } from '../../../src-shared/domain/opaque.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { XmlFault, type XmlHandler, XmlScanner } from '../manifest/xml-scanner.ts';

export type ExtraRoot = 'Metadata' | 'Properties';

/** What a whole list of blobs can share. A Content-MD5 belongs to one content, the rest is for export. */
const sharedProperties = ['Content-Type', 'Content-Encoding', 'Content-Language', 'Cache-Control'];
/** Names of metadata are identifiers, since they travel as parts of header names. */
const metadataName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Azure takes 8 KiB of names and values for a blob. */
const largestMetadataCharacters = 8 * 1024;

/** Names and texts of a flat file. */
class FlatHandler implements XmlHandler {
  readonly values = new Map<string, string>();
  readonly #root: ExtraRoot;
  readonly #path: string[] = [];

  constructor(root: ExtraRoot) {
    this.#root = root;
  }

  open(name: string): void {
    this.#path.push(name);
    if (this.#path.length === 1 && name !== this.#root)
      throw new XmlFault(`<${name}> instead of <${this.#root}>`);
    if (this.#path.length > 2) throw new XmlFault(`<${name}> stands inside another value`);
    if (this.#path.length < 2) return;
    if (this.values.has(name)) throw new XmlFault(`<${name}> is there twice`);
    this.values.set(name, '');
  }

  text(text: string): void {
    const name = this.#path[1];
    if (name !== undefined) this.values.set(name, `${this.values.get(name) ?? ''}${text}`);
    else if (text.trim() !== '') throw new XmlFault('Text between the values');
  }

  close(): void {
    this.#path.pop();
  }
}

function checkValues(values: ReadonlyMap<string, string>, root: ExtraRoot): void {
  let characters = 0;
  for (const [name, value] of values) {
    const isKnown = root === 'Metadata' ? metadataName.test(name) : sharedProperties.includes(name);
    if (!isKnown) throw new XmlFault(`<${name}> is no name that all blobs can share`);
    // Values travel as headers.
    if (!/^[\x20-\x7e]*$/.test(value))
      throw new XmlFault(`The value of <${name}> has other than plain characters`);
    characters += name.length + value.length;
  }
  if (values.size === 0) throw new XmlFault('No value');
  if (characters > largestMetadataCharacters) throw new XmlFault('More than 8 KiB of values');
}

/** @throws XmlFault with what is wrong */
export function checkExtra(text: string, root: ExtraRoot): void {
  const handler = new FlatHandler(root);
  const scanner = new XmlScanner(handler);
  scanner.write(text.replace(/^\ufeff/, ''));
  scanner.end();
  checkValues(handler.values, root);
}

/**
 * Reads one of the two files.
 * @param field name of its box in the contract
 * @returns undefined when the box is empty
 * @throws AppError `opaque.extraInvalid` with the field and what is wrong
 */
export async function readExtra(
  path: string,
  root: ExtraRoot,
  field: 'metadataPath' | 'propertiesPath',
): Promise<OpaqueExtra | undefined> {
  if (path === '') return undefined;
  try {
    const found = isAbsolute(path) ? await stat(path).catch(() => undefined) : undefined;
    if (found?.isFile() !== true) throw new XmlFault('No such file');
    if (found.size > largestExtraCharacters) throw new XmlFault('Too long');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    checkExtra(text, root);
    return { path, text };
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    throw new AppError({
      kind: 'user',
      code: 'opaque.extraInvalid',
      params: { path, root },
      field,
      details,
      cause: error,
    });
  }
}
