import { expect, test } from 'vitest';
import words from '../locales/en/import-states.json' with { type: 'json' };
import {
  driveVerdict,
  knownCopyStatuses,
  knownLogCodes,
  logVerdict,
  type StateVocabulary,
  stateWordsKey,
} from './import-states.ts';
import { knownDriveStates, knownImportJobStates } from './import-status.ts';

test.each([
  ['job', knownImportJobStates],
  ['drive', knownDriveStates],
  ['copy', knownCopyStatuses],
  ['log', knownLogCodes],
] as const)(
  'the words for %s name every known state, one for unknown ones, and nothing else',
  (name, known) => {
    expect(Object.keys(words[name]).sort()).toEqual([...known, 'unknown'].sort());
    for (const entry of Object.values(words[name])) {
      expect(Object.keys(entry)).toEqual(['title', 'meaning', 'next']);
      for (const text of Object.values(entry)) expect(text).toMatch(/\S/);
    }
  },
);

test.each<[StateVocabulary, string, string]>([
  ['job', 'Transferring', 'importStates.job.Transferring'],
  ['job', 'Teleporting', 'importStates.job.unknown'],
  ['job', 'unknown', 'importStates.job.unknown'],
  ['log', 'constructor', 'importStates.log.unknown'],
])('%s %s has its words under %s', (vocabulary, state, key) => {
  expect(stateWordsKey(vocabulary, state)).toBe(key);
});

test.each([
  ['Completed', 'good'],
  ['CompletedMoreInfo', 'look'],
  ['NeverReceived', 'bad'],
  ['Transferring', 'waiting'],
  ['NewState', 'look'],
])('drive state %s is %s', (state, verdict) => expect(driveVerdict(state)).toBe(verdict));

test.each([
  ['Completed', 'good'],
  ['Skipped', 'look'],
  ['Corrupted', 'bad'],
  ['NewCode', 'look'],
])('log code %s is %s', (code, verdict) => expect(logVerdict(code)).toBe(verdict));
