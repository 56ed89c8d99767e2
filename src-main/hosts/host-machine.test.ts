import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMachine } from '../platform/node/machine.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { failure } from '../platform/windows/testing/captured-answers.ts';
import { openStandIn, type StandIn, systemRoot } from '../platform/windows/testing/stand-in.ts';
import { readHostMachine } from './host-machine.ts';

const facts = {
  ...{ isElevated: true, hasBitLocker: true, hasSnapshots: true, edition: 7, isServer: true },
  ...{
    version: '10.0.20348',
    manufacturer: 'Microsoft Corporation',
    model: 'Virtual Machine',
    powerShell: '5.1',
  },
};
const log = createSilentLog();

let standIn: StandIn;
beforeEach(async () => {
  standIn = await openStandIn();
});
afterEach(() => standIn.close());

it('asks Windows whether it runs in a virtual machine, and nobody elsewhere', async () => {
  const { commands } = standIn;
  await standIn.play({ script: 'prerequisites', value: facts });
  const windows = { platform: 'win32', systemRoot };
  expect(await readHostMachine({ commands, log, system: windows })).toMatchObject({ isVirtualMachine: true });
  const linux = { platform: 'linux', systemRoot: undefined };
  expect(await readHostMachine({ commands, log, system: linux })).toEqual(await readMachine());
  expect(await standIn.calls()).toHaveLength(1);
});

it.each([
  [{ script: 'prerequisites', failure: failure('x') }, systemRoot],
  [{ script: 'prerequisites', value: facts }, undefined],
])('starts all the same when Windows does not tell', async (step, root) => {
  await standIn.play(step);
  const { commands } = standIn;
  const system = { platform: 'win32', systemRoot: root };
  expect(await readHostMachine({ commands, log, system })).toEqual(await readMachine());
});
