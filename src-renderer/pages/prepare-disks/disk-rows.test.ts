import { describe, expect, test } from 'vitest';
import {
  canUseExistingKey,
  diskListProblem,
  diskRows,
  knownVolumes,
  selectedDiskIds,
  serialTail,
} from './disk-rows.ts';
import { diskFacts, finding, judged, volume } from './test-data.ts';

const empty = judged(diskFacts(4));
const withData = judged(diskFacts(3), [
  finding('disk.usbAdapter', 'warning'),
  finding('disk.holdsData', 'warning'),
]);
const system = judged(diskFacts(0), [finding('disk.holdsData', 'warning'), finding('disk.backsSystem')]);

describe('disk rows', () => {
  test('preselects nothing and puts blocked disks last', () => {
    const rows = diskRows([system, withData, empty], new Set());
    expect(rows.map(({ disk, verdict }) => [disk.facts.number, verdict])).toEqual([
      [3, 'holdsData'],
      [4, 'ready'],
      [0, 'blocked'],
    ]);
    expect(selectedDiskIds(rows)).toEqual([]);
  });

  test('names the finding that decides and counts the others', () => {
    const [data, , blocked] = diskRows([system, withData, empty], new Set());
    expect([data?.leading?.code, data?.furtherFindings]).toEqual(['disk.holdsData', 1]);
    expect([blocked?.leading?.code, blocked?.furtherFindings]).toEqual(['disk.backsSystem', 1]);
  });

  test('drops the selection of a disk that disappeared or turned unusable', () => {
    const chosen = new Set([empty.facts.id, system.facts.id, diskFacts(9).id]);
    expect(selectedDiskIds(diskRows([system, empty], chosen))).toEqual([empty.facts.id]);
  });

  test('takes drives of the running session out of the choice', () => {
    const [row] = diskRows(
      [withData],
      new Set([withData.facts.id]),
      new Set([withData.facts.identity.serial]),
    );
    expect([row?.verdict, row?.isSelected, row && canUseExistingKey(row)]).toEqual([
      'inSession',
      false,
      false,
    ]);
  });

  test.each([
    { disks: [], failed: false, problem: 'noneAttached' },
    { disks: [system], failed: false, problem: 'noneUsable' },
    { disks: [system, empty], failed: false, problem: undefined },
    { disks: [system, empty], failed: true, problem: 'listFailed' },
    { disks: [], failed: true, problem: 'listFailed' },
  ] as const)('finds $problem', ({ disks, failed, problem }) => {
    expect(diskListProblem(disks, failed)).toBe(problem);
  });

  test('offers the own key only for an encrypted disk that may be used', () => {
    const encrypted = diskFacts(5, { volumes: [volume({ bitLocker: 'locked' })] });
    const [usable] = diskRows([judged(encrypted)], new Set());
    const [blocked] = diskRows([judged(encrypted, [finding('disk.readOnly')])], new Set());
    const [plain] = diskRows([judged(diskFacts(6, { volumes: [volume()] }))], new Set());
    expect([usable, blocked, plain].map((row) => row && canUseExistingKey(row))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('lists lettered volumes before hidden ones', () => {
    const hidden = volume({ letter: undefined, label: 'Recovery', usedBytes: 9 });
    const facts = diskFacts(1, {
      volumes: [hidden, volume({ letter: 'D', usedBytes: 1 }), volume({ letter: 'C', usedBytes: 5 })],
    });
    expect(knownVolumes(facts).map(({ letter }) => letter)).toEqual(['C', 'D', undefined]);
  });

  test.each([
    ['WD-WX41A97K3F', '..7K3F'],
    ['A9', 'A9'],
    ['  ', ''],
  ])('shortens %j', (serial, tail) => {
    expect(serialTail(serial)).toBe(tail);
  });
});
