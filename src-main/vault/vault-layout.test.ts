import { expect, test } from 'vitest';
import { brokenContainerRule, brokenVaultNameRule } from '../../src-shared/domain/naming-rules.ts';
import { vaultContainerName, vaultPrefix } from './vault-layout.ts';

test.each([
  ['Vault-01', /^vault-vault-01$/],
  ['v', /^vault-v$/],
  ['double--hyphen', /^vault-double-hyphen-[0-9a-f]{8}$/],
  ['ends-', /^vault-ends-[0-9a-f]{8}$/],
  [`V${'x'.repeat(49)}`, /^vault-vx{49}$/],
  ['', /^vault-[0-9a-f]{8}$/],
  ['ümläut', /^vault-[a-z0-9-]+-[0-9a-f]{8}$/],
])('%s has a container name that Azure takes', (vaultName, pattern) => {
  const name = vaultContainerName(vaultName);
  expect(name).toMatch(pattern);
  expect(brokenContainerRule(name)).toBeUndefined();
});

test('vaults that are not the same never share a container, spelling in capitals aside', () => {
  const names = ['a-b', 'a--b', 'a-b-', 'ab', 'a---b'];
  expect(names.every((name) => brokenVaultNameRule(name) === undefined)).toBe(true);
  expect(new Set(names.map(vaultContainerName)).size).toBe(names.length);
  expect(vaultContainerName('SEED-vault')).toBe(vaultContainerName('seed-VAULT'));
});

test.each([
  ['FS01', 'seed-fs01', 'FS01/seed-fs01/'],
  ['my server', 'seed', 'my-server/seed/'],
  ['../up', 'seed', '..-up/seed/'],
  ['', 'seed', 'unnamed/seed/'],
])('%s and %s make a prefix', (machine, job, prefix) => expect(vaultPrefix(machine, job)).toBe(prefix));
