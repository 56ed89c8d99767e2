import { describe, expect, it } from 'vitest';
import { surveyWhole } from './survey.ts';

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
