/** @file One call at random over the whole contract: often one that makes sense, often one that does not. */
import { sampleOf } from '../../src-main/ipc/testing/sample.ts';
import { type CallName, calls } from '../../src-shared/contract/calls.ts';
import { callNames } from '../../src-shared/contract/channels.ts';
import { choose, oneIn, type Random } from './choose.ts';
import type { KnownValues } from './known-values.ts';

export interface RandomCall {
  readonly name: CallName;
  readonly input: unknown;
}

/** What would end the program, or stage for minutes. */
const leftOut: readonly CallName[] = ['app.quit', 'practice.startSample'];
export const triedCalls: readonly CallName[] = callNames.filter((name) => !leftOut.includes(name));

/** The way to a disk; asked for more often than the rest. */
const towardsDisks: readonly CallName[] = [
  'prepareDisks.listDisks',
  'prepareDisks.plan',
  'prepareDisks.requestErase',
  'prepareDisks.requestErase',
  'prepareDisks.confirmErase',
  'prepareDisks.confirmErase',
  'prepareDisks.start',
  'prepareDisks.start',
  'prepareDisks.start',
  'prepareDisks.addDisk',
  'prepareDisks.stopDisk',
  'prepareDisks.recoverDrives',
  'activity.stop',
  'opaque.accept',
  'opaque.accept',
];

/** A key that keeps the rule of its groups and opens nothing. */
const someKey = Array.from({ length: 8 }, () => '000011').join('-');

function diskChoice(known: KnownValues, random: Random): unknown {
  const right = known.ticket(random);
  const diskId = known.any('diskId', random) ?? 'none';
  if (oneIn(4, random)) {
    return { diskId, existingRecoveryPassword: known.any('existingRecoveryPassword', random) ?? someKey };
  }
  return { diskId, eraseTicket: right?.eraseTicket ?? 'x'.repeat(32) };
}

/** The least valid input, its boxes filled with what was seen before. */
function filled(value: unknown, name: string, known: KnownValues, random: Random): unknown {
  if (name === 'diskIds')
    return [0, 1, 2].slice(random() % 3).map(() => known.any('diskId', random) ?? 'none');
  if (name === 'disks') return [0, 1, 2].slice(random() % 4).map(() => diskChoice(known, random));
  if (name === 'disk') return diskChoice(known, random);
  if (Array.isArray(value)) return value.map((item) => filled(item, '', known, random));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [field, filled(inner, field, known, random)]),
    );
  }
  if (typeof value !== 'string' || oneIn(12, random)) return value;
  return known.any(name, random) ?? value;
}

/** What an operator does who reads: the right answer to a question, the disks of one job with the tickets that they were given. */
function sensible(name: CallName, known: KnownValues, random: Random): unknown {
  if (name === 'prepareDisks.confirmErase') return known.question(random);
  const right = known.ticket(random);
  if (right === undefined) return undefined;
  const { jobId, diskId, eraseTicket } = right;
  if (name === 'prepareDisks.start') return { jobId, disks: [{ diskId, eraseTicket }] };
  if (name === 'prepareDisks.addDisk') return { jobId, disk: { diskId, eraseTicket } };
  return undefined;
}

export function randomCall(known: KnownValues, random: Random): RandomCall {
  const name = choose(oneIn(3, random) ? triedCalls : towardsDisks, random) ?? 'jobs.list';
  const input = oneIn(2, random) ? undefined : sensible(name, known, random);
  return { name, input: input ?? filled(sampleOf(calls[name].input), '', known, random) };
}
