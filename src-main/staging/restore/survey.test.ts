import { describe, expect, it } from 'vitest';
import { DamageError } from '../format/damage.ts';
import { readEntries } from '../read/catalog-reader.ts';
import { createSelection } from './selection.ts';
import { type SurveyLimits, surveyCatalog, surveyWhole } from './survey.ts';

const totals = { files: 2, sourceBytes: 10 };
const survey = (...lines: readonly string[]) =>
  surveyWhole(
    (async function* () {
      yield Buffer.from(lines.map((line) => `${line}\n`).join(''));
    })(),
    totals,
    () => {},
  );
const root = '{"kind":"root","path":"/data","rootKind":"folder"}';

describe('a survey of everything', () => {
  it('finds roots and hard links without reading the other lines', async () => {
    const found = await survey(
      root,
      'no JSON at all',
      '{"kind":"hardLink","path":"b","linkTo":"a"}',
      '{"kind":"root","path":"/other","rootKind":"folder"}',
      '{"kind":"file","path":"\\u0001\\ud800 \\"root\\"","size":0,"chunks":[]}',
    );
    expect(found?.roots.map(({ path }) => path)).toEqual(['/data', '/other']);
    expect([...(found?.linkedFiles ?? [])]).toEqual(['0:a']);
    expect(found).toMatchObject({ files: 2, bytes: 10 });
  });

  it('is given up where letters are written so that a root would be overlooked', async () => {
    const hidden = '{"kind":"\\u0072oot","path":"/other","rootKind":"folder"}';
    expect(JSON.parse(hidden)).toMatchObject({ kind: 'root' });
    expect(await survey(root, hidden)).toBeUndefined();
  });
});

describe('a survey of a catalog that claims much', () => {
  const read = (lines: readonly string[], limits?: Partial<SurveyLimits>) =>
    surveyCatalog(
      readEntries([Buffer.from(lines.map((line) => `${line}\n`).join(''))]),
      createSelection([]),
      () => {},
      limits,
    );
  const roots = (count: number) =>
    Array.from({ length: count }, (_, index) => `{"kind":"root","path":"/${index}","rootKind":"folder"}`);

  it('refuses more roots than anybody has', async () => {
    expect((await read(roots(10_000))).roots).toHaveLength(10_000);
    await expect(read(roots(10_001))).rejects.toThrow(DamageError);
    await expect(survey(...roots(10_001))).rejects.toThrow(DamageError);
  });

  it('refuses roots whose paths together are longer than anybody has', async () => {
    const long = `{"kind":"root","path":"/${'x'.repeat(131_000)}","rootKind":"folder"}`;
    const lines = Array.from({ length: 513 }, () => long);
    expect((await read(lines.slice(1))).roots).toHaveLength(512);
    await expect(read(lines)).rejects.toThrow(DamageError);
  });

  it('keeps of a root only what says where it goes', async () => {
    const line = `{"kind":"root","path":"/data","rootKind":"folder","security":"${'x'.repeat(60_000)}","mode":493}`;
    expect((await read([line])).roots).toEqual([{ path: '/data', rootKind: 'folder' }]);
  });

  it('remembers as many names of linked files as fit, and counts all', async () => {
    const link = (index: number) => `{"kind":"hardLink","path":"b${index}","linkTo":"a${index}"}`;
    const lines = [root, link(1), link(1), link(2), link(3), link(4)];
    const few = await read(lines, { linkedFiles: 2 });
    expect([few.files, [...few.linkedFiles]]).toEqual([5, ['0:a1', '0:a2']]);
    const short = await read(lines, { linkedCharacters: 9 });
    expect([...short.linkedFiles]).toEqual(['0:a1', '0:a2']);
  });
});
