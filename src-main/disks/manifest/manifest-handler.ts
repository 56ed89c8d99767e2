import { pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import {
  blobPathFrom,
  checkRanges,
  dispositionFrom,
  drivePathFrom,
  rangeFrom,
  referenceFrom,
  wholeNumber,
} from './manifest-rules.ts';
import type { ImportDisposition, ManifestReference } from './manifest-types.ts';
import { RangeTable } from './range-table.ts';
import { XmlFault, type XmlHandler } from './xml-scanner.ts';

/** A blob as it stands in a manifest that was read. */
export interface ReadBlob {
  readonly blobPath: string;
  readonly filePath: string;
  readonly clientData?: string;
  readonly length: number;
  /** As written, or `rename`, which is what absence means. */
  readonly disposition: ImportDisposition;
  readonly kind: 'pages' | 'blocks';
  readonly ranges: RangeTable;
  readonly metadata?: ManifestReference;
  readonly properties?: ManifestReference;
  /** Position of its list in the manifest. */
  readonly list: number;
}

export interface ReadBlobList {
  readonly id?: string;
  readonly metadata?: ManifestReference;
  readonly properties?: ManifestReference;
  readonly blobs: number;
}

export interface ManifestSummary {
  readonly version: string;
  readonly driveId: string;
  readonly clientCreator?: string;
  /** Older tools write a key or a SAS into the manifest; it is not kept. */
  readonly hasCredential: boolean;
  readonly lists: readonly ReadBlobList[];
}

type Draft<Type> = { -readonly [Key in keyof Type]?: Type[Key] };

/** Where each element may stand; anything else is refused. */
const parents: Readonly<Record<string, readonly string[]>> = {
  DriveManifest: [''],
  Drive: ['DriveManifest'],
  DriveId: ['Drive'],
  StorageAccountKey: ['Drive'],
  ContainerSas: ['Drive'],
  ClientCreator: ['Drive'],
  BlobList: ['Drive'],
  MetadataPath: ['BlobList', 'Blob'],
  PropertiesPath: ['BlobList', 'Blob'],
  Blob: ['BlobList'],
  BlobPath: ['Blob'],
  FilePath: ['Blob'],
  ClientData: ['Blob'],
  Snapshot: ['Blob'],
  Length: ['Blob'],
  ImportDisposition: ['Blob'],
  PageRangeList: ['Blob'],
  BlockList: ['Blob'],
  PageRange: ['PageRangeList'],
  Block: ['BlockList'],
};
const containers = [
  'DriveManifest',
  'Drive',
  'BlobList',
  'Blob',
  'PageRangeList',
  'BlockList',
  'PageRange',
  'Block',
];
const longestText = 64 * 1024;
const knownVersions = /^\d{4}-(\d{2}|MM)-(\d{2}|DD)$/;

/** Understands the elements of a manifest in any order that import-export.md 2.1 allows, one blob in memory at a time. */
export class ManifestHandler implements XmlHandler {
  readonly #onBlob: (blob: ReadBlob) => void;
  readonly #path: string[] = [''];
  readonly #summary: Draft<ManifestSummary> = { hasCredential: false };
  readonly #lists: Draft<ReadBlobList>[] = [];
  #blob: Draft<ReadBlob> = {};
  #rangesEnd = 0;
  #text = '';
  #hash: string | undefined;

  constructor(onBlob: (blob: ReadBlob) => void) {
    this.#onBlob = onBlob;
  }

  /** @throws XmlFault when something that must be there is missing */
  summary(): ManifestSummary {
    const { version, driveId, clientCreator, hasCredential = false } = this.#summary;
    if (version === undefined || driveId === undefined) throw new XmlFault('DriveId is missing');
    if (this.#lists.length === 0) throw new XmlFault('BlobList is missing');
    const lists = this.#lists.map((list) => ({ ...list, blobs: list.blobs ?? 0 }));
    return {
      version,
      driveId,
      ...(clientCreator === undefined ? {} : { clientCreator }),
      hasCredential,
      lists,
    };
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    const parent = this.#path.at(-1) ?? '';
    if (!(Object.hasOwn(parents, name) && parents[name]?.includes(parent))) {
      throw new XmlFault(`<${name.slice(0, 64)}> may not stand here`);
    }
    this.#path.push(name);
    this.#text = '';
    this.#hash = attributes.get('Hash');
    switch (name) {
      case 'DriveManifest':
        this.#openManifest(attributes.get('Version'));
        return;
      case 'Drive':
        if (this.#lists.length > 0 || this.#summary.driveId !== undefined) {
          throw new XmlFault('More than one drive');
        }
        return;
      case 'BlobList':
        this.#openList(attributes.get('Id'));
        return;
      case 'Blob':
        this.#blob = {};
        this.#rangesEnd = 0;
        return;
      case 'PageRangeList':
      case 'BlockList':
        this.#openRanges(name === 'PageRangeList' ? 'pages' : 'blocks');
        return;
      case 'PageRange':
      case 'Block':
        this.#addRange(name, attributes);
        return;
    }
  }

  text(text: string): void {
    if (containers.includes(this.#path.at(-1) ?? '')) {
      if (text.trim() !== '') throw new XmlFault('Text between elements');
    } else {
      this.#text += text;
      if (this.#text.length > longestText) throw new XmlFault('A text is too long');
    }
  }

  close(name: string): void {
    this.#path.pop();
    if (name === 'Blob') this.#closeBlob();
    if (containers.includes(name)) return;
    if (this.#path.at(-1) === 'Drive') this.#driveField(name);
    else if (name === 'MetadataPath') this.#owner().metadata = referenceFrom(this.#text, this.#hash);
    else if (name === 'PropertiesPath') this.#owner().properties = referenceFrom(this.#text, this.#hash);
    else this.#blobField(name);
  }

  #openManifest(version: string | undefined): void {
    if (version === undefined || !knownVersions.test(version)) throw new XmlFault('Unknown manifest version');
    this.#summary.version = version;
  }

  #openList(id: string | undefined): void {
    if (this.#summary.driveId === undefined) throw new XmlFault('DriveId must come before BlobList');
    this.#lists.push({ ...(id === undefined ? {} : { id }), blobs: 0 });
  }

  #openRanges(kind: 'pages' | 'blocks'): void {
    if (this.#blob.ranges !== undefined) throw new XmlFault('A blob has two lists of ranges');
    this.#blob.kind = kind;
    const expected = kind === 'pages' ? pageRangeCount(this.#blob.length ?? 0) : 0;
    // A false length must not make a huge buffer.
    this.#blob.ranges = new RangeTable(Math.min(expected, 4_000_000));
  }

  #addRange(name: 'PageRange' | 'Block', attributes: ReadonlyMap<string, string>): void {
    const range = rangeFrom(attributes, name, this.#rangesEnd);
    this.#rangesEnd = range.offset + range.length;
    this.#blob.ranges?.add(range);
  }

  #owner(): Draft<ReadBlob> | Draft<ReadBlobList> {
    return this.#path.at(-1) === 'Blob' ? this.#blob : (this.#lists.at(-1) ?? {});
  }

  #driveField(name: string): void {
    if (name === 'DriveId') {
      if (this.#summary.driveId !== undefined || this.#text === '')
        throw new XmlFault('DriveId is not clear');
      this.#summary.driveId = this.#text;
    } else if (name === 'ClientCreator') this.#summary.clientCreator = this.#text;
    else this.#summary.hasCredential = true;
  }

  #blobField(name: string): void {
    const text = this.#text;
    if (name === 'BlobPath') this.#blob.blobPath = blobPathFrom(text);
    else if (name === 'FilePath') this.#blob.filePath = drivePathFrom(text);
    else if (name === 'ClientData') this.#blob.clientData = text;
    else if (name === 'Length') this.#blob.length = wholeNumber(text, 'Length');
    else if (name === 'ImportDisposition') this.#blob.disposition = dispositionFrom(text);
  }

  #closeBlob(): void {
    const { blobPath, filePath, length, kind, ranges, disposition = 'rename' } = this.#blob;
    const list = this.#lists.at(-1);
    if (blobPath === undefined || filePath === undefined || length === undefined || list === undefined) {
      throw new XmlFault('A blob lacks its path, file or length');
    }
    if (kind === undefined || ranges === undefined) throw new XmlFault('A blob lacks its ranges');
    checkRanges(kind, length, this.#rangesEnd, ranges);
    list.blobs = (list.blobs ?? 0) + 1;
    const place = { list: this.#lists.length - 1 };
    this.#onBlob({ ...this.#blob, blobPath, filePath, length, kind, ranges, disposition, ...place });
  }
}
