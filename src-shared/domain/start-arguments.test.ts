import { describe, expect, it } from 'vitest';
import { parseStartArguments, startArgumentFor } from './start-arguments.ts';

const readAs = (words: readonly string[]) => {
  const parsed = parseStartArguments(words);
  if (!parsed.ok) throw new Error(`${parsed.problem.code} ${parsed.problem.argument}`);
  return parsed.value;
};

describe('parseStartArguments', () => {
  it.each([
    [[], {}],
    [['s:\\\\fs02\\staging'], { stagingPath: '\\\\fs02\\staging' }],
    [['S:D:\\staging'], { stagingPath: 'D:\\staging' }],
    [['s:S:\\staging'], { stagingPath: 'S:\\staging' }],
    [['s:', 'S:\\staging'], { stagingPath: 'S:\\staging' }],
    [['s:/mnt/a'], { stagingPath: '/mnt/a' }],
    [['s:', '/mnt/a'], { stagingPath: '/mnt/a' }],
    [['s:staging'], { stagingPath: 'staging' }],
    [['"s:D:\\My Staging"'], { stagingPath: 'D:\\My Staging' }],
    [['s:"D:\\My Staging"'], { stagingPath: 'D:\\My Staging' }],
    [['s:D:\\My Staging"'], { stagingPath: 'D:\\My Staging' }],
    [['s:D:\\My', 'Staging'], { stagingPath: 'D:\\My Staging' }],
    [['s:D:\\Übung', 'für', 'Ada'], { stagingPath: 'D:\\Übung für Ada' }],
    [
      ['p:C:\\x.publishsettings', 's:D:\\a'],
      { stagingPath: 'D:\\a', publishSettingsPath: 'C:\\x.publishsettings' },
    ],
    // What the C runtime makes of s:"D:\My Staging\" p:"C:\x y.xml".
    [
      ['s:D:\\My Staging" p:C:\\x', 'y.xml'],
      { stagingPath: 'D:\\My Staging', publishSettingsPath: 'C:\\x y.xml' },
    ],
    [
      ['u:', 'S:D:\\a', 'P:C:\\b'],
      { stagingPath: 'D:\\a', publishSettingsPath: 'C:\\b', wantsShipping: true },
    ],
    [['U:'], { wantsShipping: true }],
    [['seed.offline-backup.json'], { jobFile: 'seed.offline-backup.json' }],
    [['"C:\\my stick\\seed.offline-backup.JSON"'], { jobFile: 'C:\\my stick\\seed.offline-backup.JSON' }],
    [['s:D:\\a', 'E:\\seed.json'], { stagingPath: 'D:\\a', jobFile: 'E:\\seed.json' }],
    [['E:\\seed.json', 's:D:\\a'], { stagingPath: 'D:\\a', jobFile: 'E:\\seed.json' }],
    [['', ' '], {}],
  ] as const)('%j', (words, expected) => {
    expect(readAs(words)).toEqual({ wantsShipping: false, ...expected });
  });

  it.each([
    [['banana'], 'start.argumentUnknown', 'banana'],
    [['--staging', '/x'], 'start.argumentUnknown', '--staging'],
    [['s:/x', 'q:/y'], 'start.argumentUnknown', 'q:/y'],
    [['s:/x', '--force'], 'start.argumentUnknown', '--force'],
    [['x:/x'], 'start.argumentUnknown', 'x:/x'],
    [['s:/a', 's:/b'], 'start.argumentRepeated', 's:/b'],
    [['s:/a', 'S:'], 'start.argumentRepeated', 's:'],
    [['a.json', 'b.json'], 'start.argumentRepeated', 'b.json'],
    [['s:'], 'start.argumentEmpty', 's:'],
    [['s:""'], 'start.argumentEmpty', 's:'],
    [['s:', 'p:/x'], 'start.argumentEmpty', 's:'],
    [['u:now'], 'start.argumentSurplus', 'u:now'],
    [['u:', 'now'], 'start.argumentUnknown', 'now'],
    [['s:/a\0b'], 'start.argumentUnknown', 's:/a\0b'],
  ] as const)('refuses %j', (words, code, argument) => {
    expect(parseStartArguments(words)).toEqual({ ok: false, problem: { code, argument } });
  });

  it.each(['\\\\fs02\\staging', 'D:\\My Staging', '/mnt/a b'])(
    'reads what it tells an operator to type: %s',
    (path) => {
      expect(readAs([startArgumentFor(path)])).toEqual({ stagingPath: path, wantsShipping: false });
    },
  );

  it('shows no more of an argument than a page can hold', () => {
    const parsed = parseStartArguments(['x'.repeat(5000)]);
    expect(parsed).toMatchObject({ ok: false, problem: { argument: 'x'.repeat(200) } });
  });
});
