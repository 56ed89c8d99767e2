import { expect, it } from 'vitest';
import type { ComputerFacts } from '../../platform/ports/computer-facts.ts';
import type { ReadinessContext } from '../readiness-check.ts';
import { createAttributesCheck } from './computer-checks.ts';

const computer: ComputerFacts = {
  machineName: 'fs01',
  isElevated: async () => false,
  hasBitLocker: async () => false,
};
const look = (facts: ComputerFacts) => createAttributesCheck(facts).run({} as ReadinessContext);

it('says that access lists are not saved where the programs for them are missing', async () => {
  expect(await look({ ...computer, readsAttributes: async () => false })).toMatchObject({
    state: 'warning',
    finding: 'programMissing',
  });
  expect(await look({ ...computer, readsAttributes: async () => true })).toMatchObject({ state: 'pass' });
  expect(await look(computer)).toMatchObject({ state: 'pass' });
});
