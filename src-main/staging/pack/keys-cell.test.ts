import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createKeysCell, keysNoted, noteKeys } from './keys-cell.ts';

it('whoever waits for the keys goes on when they are durable, and at once from then on', async () => {
  const cell = createKeysCell();
  let isThere = false;
  const waiting = keysNoted(cell).then(() => {
    isThere = true;
  });
  await nextTurn();
  expect(isThere).toBe(false);
  noteKeys(cell);
  await waiting;
  expect(isThere).toBe(true);
  await keysNoted(cell);
});
