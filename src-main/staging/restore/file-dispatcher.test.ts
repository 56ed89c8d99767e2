import { expect, it } from 'vitest';
import type { FileLine } from '../format/catalog-entry.ts';
import { createFileDispatcher } from './file-dispatcher.ts';
import type { RestoreJournal } from './restore-journal.ts';

function openDispatcher() {
  const jobs: number[] = [];
  const journal = { begin() {}, done() {} } as unknown as RestoreJournal;
  const files = createFileDispatcher({
    pool: {
      room: async () => {},
      async run(job) {
        if (job.kind === 'files') jobs.push(job.files.names.length);
        return [];
      },
      close: async () => {},
    },
    journal,
    temporaryName: (folder) => `${folder}/.partial`,
    isCheck: true,
    extrasOf: () => undefined,
    store: undefined,
    segmentBytes: 64 * 1024 * 1024,
    onLargeFile() {},
  });
  const add = (line: Partial<FileLine>, ordinal: number) =>
    files.add({
      line: { kind: 'file', path: 'a', size: 0, sparse: false, chunks: [], ...line },
      folder: '/t',
      name: 'a',
      ordinal,
      isOver: false,
      onDone() {},
    });
  return { files, jobs, add };
}

const mebibyte = 'A'.repeat(1024 * 1024);

it.each<[string, Partial<FileLine>]>([
  ['extended attributes', { extendedAttributes: [['user.a', mebibyte]] }],
  ['chunks', { chunks: Array.from({ length: 131_072 }, () => 1) }],
  [
    'chunks of streams',
    { streams: [{ name: 's', size: 0, chunks: Array.from({ length: 131_072 }, () => 1) }] },
  ],
])(
  'a batch ends where its lines are much, by their %s, though their content is nothing',
  async (_what, line) => {
    const { files, jobs, add } = openDispatcher();
    for (let ordinal = 0; ordinal < 40; ordinal += 1) await add(line, ordinal);
    await files.settle();
    expect(jobs.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(Math.max(...jobs)).toBeLessThanOrEqual(16);
  },
);

it('small files stay together', async () => {
  const { files, jobs, add } = openDispatcher();
  for (let ordinal = 0; ordinal < 40; ordinal += 1) await add({}, ordinal);
  await files.settle();
  expect(jobs).toEqual([40]);
});
