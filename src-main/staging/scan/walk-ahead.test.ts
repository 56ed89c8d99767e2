import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryPlace } from '../testing/test-service.ts';
import { makeOddTree } from '../testing/tree-snapshot.ts';
import { type EntryGroup, pathSeparator } from './entry-group.ts';
import { nativeFromBytes } from './native-path.ts';
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

/** What a group stands for, entry by entry. */
function entriesOf(group: EntryGroup): object[] {
  return group.paths.split(pathSeparator).map((path, index) => {
    const stat = group.stateOf(index);
    const kind = group.isFile(index) ? 'file' : 'folder';
    const native = nativeFromBytes(group.folder + path);
    return { type: 'entry', kind, path, native, extra: '', state: states.map((name) => stat[name]) };
  });
}

async function read(walk: Walk, isGrouping = false) {
  const told: object[] = [];
  const groups: EntryGroup[] = [];
  for await (const items of walk.batches(isGrouping)) {
    for (const item of items) {
      if (item.type === 'group') groups.push(item);
      told.push(...(item.type === 'group' ? entriesOf(item) : [toldBy(item)]));
    }
  }
  await walk.close();
  return { told, groups };
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
    const { told: inline } = await read(walkInline(roots, scanOptions));
    let totals: WalkTotals | undefined;
    const onEnd = (found: WalkTotals): void => {
      totals = found;
    };
    const ahead = await read(walkAhead(selection, place.staging, { ...quiet, onEnd }));
    expect(ahead.told).toEqual(inline);
    expect(ahead.groups).toEqual([]);
    const grouped = await read(walkAhead(selection, place.staging, quiet), true);
    expect(grouped.told).toEqual(inline);
    expect(grouped.groups.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThan(1100);
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
