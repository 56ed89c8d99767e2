import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryPlace } from '../testing/test-service.ts';
import { makeOddTree } from '../testing/tree-snapshot.ts';
import { openSelection } from './open-selection.ts';
import type { ScanEvent } from './scan.ts';
import { type Walk, type WalkListener, walkAhead, walkInline } from './walk-ahead.ts';
import type { WalkTotals } from './walk-messages.ts';

let place: ReturnType<typeof temporaryPlace>;
beforeEach(() => {
  place = temporaryPlace();
  makeOddTree(place.source);
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

const states = ['size', 'mtimeNs', 'ctimeNs', 'ino', 'dev', 'nlink', 'mode', 'uid', 'gid', 'blocks'] as const;

/** Everything that the backup asks an event for. */
function toldBy(event: ScanEvent): object {
  if (event.type === 'root') return { ...event, root: { ...event.root, stat: event.root.stat.ino } };
  if (event.type !== 'entry') return event;
  const { type, kind, path, native, stat } = event;
  const extra = event.kind === 'link' ? event.target : event.kind === 'special' ? event.specialKind : '';
  return { type, kind, path, native, extra, state: states.map((name) => stat[name]) };
}

async function read(walk: Walk): Promise<object[]> {
  const told: object[] = [];
  for await (const events of walk.batches()) told.push(...events.map(toldBy));
  await walk.close();
  return told;
}

const selectionOf = (...paths: string[]) => ({
  items: paths.map((path) => ({ path, kind: 'folder' as const })),
  exclusions: [],
});
const quiet: WalkListener = { onHeld: () => {}, onEnd: () => {} };

describe('a walk in a thread of its own', () => {
  it('tells what a walk in this thread tells, in the same order, and how much there is', async () => {
    for (let index = 0; index < 1200; index += 1) writeFileSync(join(place.source, `small-${index}`), 'four');
    const second = join(place.root, 'second');
    mkdirSync(second);
    writeFileSync(join(second, 'alone'), 'content');
    const selection = selectionOf(place.source, second);
    const { roots, scanOptions } = openSelection(selection, place.staging);
    const inline = await read(walkInline(roots, scanOptions));
    let totals: WalkTotals | undefined;
    const onEnd = (found: WalkTotals): void => {
      totals = found;
    };
    const ahead = await read(walkAhead(selection, place.staging, { ...quiet, onEnd }));
    expect(ahead).toEqual(inline);
    const files = inline.filter((told) => 'kind' in told && told.kind === 'file');
    expect(files.length).toBeGreaterThan(1200);
    expect(totals?.totalFiles).toBe(files.length);
  });

  it('ends in the middle', async () => {
    const walk = walkAhead(selectionOf(place.source), place.staging, quiet);
    for await (const events of walk.batches()) {
      if (events.length > 0) break;
    }
    await walk.close();
  });

  it('fails by name when the source is gone', async () => {
    const selection = selectionOf(place.source);
    renameSync(place.source, `${place.source}-away`);
    await expect(read(walkAhead(selection, place.staging, quiet))).rejects.toMatchObject({
      code: 'staging.sourceGone',
    });
  });
});
