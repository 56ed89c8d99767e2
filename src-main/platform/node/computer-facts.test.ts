import { describe, expect, it } from 'vitest';
import { createComputerFacts, isElevatedToken } from './computer-facts.ts';

describe('isElevatedToken', () => {
  it.each([
    ['"Verbindliche Beschriftung\\Hohe Verbindlichkeitsstufe","Bezeichnung","S-1-16-12288",""', true],
    ['"Mandatory Label\\System Mandatory Level","Label","S-1-16-16384",""', true],
    ['"Mandatory Label\\Medium Mandatory Level","Label","S-1-16-8192",""', false],
    ['"BUILTIN\\Administrators","Alias","S-1-5-32-544","Group used for deny only"', false],
  ])('%s: %s', (groups, isElevated) => {
    expect(isElevatedToken(groups)).toBe(isElevated);
  });
});

it('asks no program where the system itself knows', async () => {
  const commands = { run: () => Promise.reject(new Error('a program was run')) };
  const facts = createComputerFacts('fs01', commands);
  if (process.platform !== 'win32') {
    expect(await facts.isElevated()).toBe(process.getuid?.() === 0);
    expect(await facts.hasBitLocker()).toBe(false);
  }
  expect(facts.machineName).toBe('fs01');
});
