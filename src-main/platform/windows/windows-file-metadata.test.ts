import { afterEach, describe, expect, it } from 'vitest';
import type { CommandRequest } from '../ports/command-runner.ts';
import type { FileMetadataStore } from '../ports/file-metadata.ts';
import { openStandIn, type StandIn, systemRoot } from './testing/stand-in.ts';
import { createWindowsFileMetadata } from './windows-file-metadata.ts';

const sddl = 'O:BAG:SYD:AI(A;ID;FA;;;BA)(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)';
const plain = { result: 0, attributes: 0x20, linkType: '', sddl, streams: [], hasStreams: true };
const read = (...items: readonly object[]) => ({ script: 'read-metadata', value: { items } });

const asked: CommandRequest[] = [];
const fsutil = (request: CommandRequest): string => {
  asked.push(request);
  return 'Wert der Analysekennung : 0x80000013\r\nKennungswert: Microsoft\r\n';
};

let standIn: StandIn | undefined;
async function open(): Promise<{ standIn: StandIn; metadata: FileMetadataStore }> {
  const opened = await openStandIn({ others: { 'fsutil.exe': fsutil } });
  standIn = opened;
  const { powerShell, commands } = opened;
  return { standIn: opened, metadata: createWindowsFileMetadata({ powerShell, commands, systemRoot }) };
}
afterEach(() => standIn?.close());

describe('reading', () => {
  it('tells encrypted, online-only and link-like files, streams and access lists', async () => {
    const { standIn: at, metadata } = await open();
    await at.play(
      read(
        { ...plain, streams: { name: 'Zone.Identifier', sizeBytes: 26 } },
        { ...plain, attributes: 0x4020 },
        { ...plain, attributes: 0x401620, hasStreams: false },
        { ...plain, attributes: 0x410, linkType: 'Junction', hasStreams: false },
        { ...plain, attributes: 0x420, linkType: 'SymbolicLink', hasStreams: false },
        { ...plain, result: -2_147_024_891, attributes: 0, sddl: '' },
      ),
    );
    const paths = ['C:\\a', 'C:\\b', 'C:\\c', 'C:\\d', 'C:\\e', 'C:\\ü'];
    const answers = await metadata.read(paths);
    expect(answers).toMatchObject([
      {
        ok: true,
        metadata: { securityDescriptor: sddl, streams: [{ name: 'Zone.Identifier', sizeBytes: 26 }] },
      },
      { ok: true, metadata: { isEncrypted: true, isOnlineOnly: false, reparse: 'none', streams: [] } },
      {
        ok: true,
        metadata: { isEncrypted: false, isOnlineOnly: true, reparse: 'other', reparseTag: 0x80000013 },
      },
      { ok: true, metadata: { reparse: 'junction', reparseTag: 0xa0000003 } },
      { ok: true, metadata: { reparse: 'symbolicLink', reparseTag: 0xa000000c } },
      { ok: false, reason: '0x80070005' },
    ]);
    expect(answers[2]).toMatchObject({ metadata: { streams: undefined } });
    expect(asked.map(({ program, arguments: given }) => [program, ...given])).toEqual([
      ['C:\\Windows\\System32\\fsutil.exe', 'reparsepoint', 'query', 'C:\\c'],
    ]);
    expect(await at.calls()).toEqual([{ script: 'read-metadata', values: { paths } }]);
  });

  it('splits what is too much for one run, and keeps the order', async () => {
    const { standIn: at, metadata } = await open();
    const paths = Array.from({ length: metadata.batchSize + 1 }, (_, index) => `C:\\${index}`);
    const items = paths.map((_path, index) => ({ ...plain, sddl: `D:${index}` }));
    await at.play(read(...items.slice(0, metadata.batchSize)), read(...items.slice(metadata.batchSize)));
    const answers = await metadata.read(paths);
    expect(answers.map((answer) => answer.ok && answer.metadata.securityDescriptor)).toEqual(
      items.map((item) => item.sddl),
    );
    expect(await metadata.read([])).toEqual([]);
  });

  it('refuses an answer of another length', async () => {
    const { standIn: at, metadata } = await open();
    await at.play(read(plain));
    await expect(metadata.read(['C:\\a', 'C:\\b'])).rejects.toThrow('Asked for 2 files, 1 came back');
  });
});

describe('giving back', () => {
  it('sends what can be set and says what could not', async () => {
    const { standIn: at, metadata } = await open();
    await at.play({
      script: 'write-metadata',
      value: {
        items: [
          { access: 0, owner: -2_147_023_589, attributes: 0 },
          { access: 0, owner: 0, attributes: 0 },
        ],
      },
    });
    const answers = await metadata.restore([
      { path: 'C:\\a', securityDescriptor: sddl, attributes: 0x4c23 },
      { path: 'C:\\b', attributes: 0x4000 },
    ]);
    expect(answers).toEqual([
      { access: undefined, owner: { reason: '0x8007051b' }, attributes: undefined },
      { access: undefined, owner: undefined, attributes: undefined },
    ]);
    expect((await at.calls())[0]?.values).toEqual({
      items: [
        { path: 'C:\\a', sddl, attributes: 0x23 },
        { path: 'C:\\b', sddl: '', attributes: 0x80 },
      ],
    });
  });
});
