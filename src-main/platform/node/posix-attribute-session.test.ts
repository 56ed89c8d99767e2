import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureAttributePrograms } from '../../../scripts/ensure-attribute-programs.ts';
import type { CommandRunner } from '../ports/command-runner.ts';
import type { OpenCommandSession } from '../ports/command-session.ts';
import type { PosixMetadataPrograms } from '../ports/file-metadata.ts';
import { createNodeCommandRunner } from './node-command-runner.ts';
import { openNodeCommandSession } from './node-command-session.ts';
import { createPosixFileMetadata } from './posix-file-metadata.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attributes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Two files of which one has an attribute, and one that is not there. */
function makeFiles({ setfattr }: PosixMetadataPrograms): string {
  const [plain, told] = ['plain', 'li\nne'].map((name) => join(folder, name));
  for (const path of [plain, told]) writeFileSync(path ?? '', '');
  execFileSync(setfattr, ['-n', 'user.a', '-v', 'b', told ?? '']);
  return [plain, told, join(folder, 'gone')].map((path) => `${path}\0`).join('');
}

const expected = () => [
  [join(folder, 'li\nne'), expect.objectContaining({ ok: true })],
  [join(folder, 'gone'), { ok: false, reason: 'No such file or directory' }],
];

/** Counts the runs and the sessions of a store. */
function counted(programs: PosixMetadataPrograms, open: OpenCommandSession = openNodeCommandSession) {
  const count = { runs: 0, sessions: 0 };
  const real = createNodeCommandRunner();
  const commands: CommandRunner = {
    run(request) {
      count.runs += 1;
      return real.run(request);
    },
  };
  const store = createPosixFileMetadata(commands, programs, (request) => {
    count.sessions += 1;
    return open(request);
  });
  return { store, count };
}

describe('attributes through one program', () => {
  it('are told again and again, and at the same time', async () => {
    const programs = ensureAttributePrograms();
    const paths = makeFiles(programs);
    const { store, count } = counted(programs);
    const answers = await Promise.all([1, 2, 3].map(() => store.readJoined?.(paths)));
    for (const answer of answers) expect([...(answer ?? [])]).toEqual(expected());
    expect(count).toEqual({ runs: 0, sessions: 1 });
  });

  it('come by single runs where no session works', async () => {
    const programs = ensureAttributePrograms();
    const paths = makeFiles(programs);
    const dd = join(folder, 'dd');
    writeFileSync(dd, '#!/bin/sh\nexec cat > /dev/null', { mode: 0o755 });
    const odd = { ...programs, session: { shell: '/bin/sh', dd: '/bin/false' } };
    const { session: _session, ...none } = programs;
    for (const each of [odd, none, { ...programs, session: { shell: '/nonexistent', dd } }]) {
      const { store, count } = counted(each);
      expect([...((await store.readJoined?.(paths)) ?? [])]).toEqual(expected());
      expect(count.runs).toBe(1);
    }
  });

  it('come by single runs after a session has broken down', async () => {
    const programs = ensureAttributePrograms();
    const paths = makeFiles(programs);
    let exchanges = 0;
    const { store, count } = counted(programs, (request) => {
      const session = openNodeCommandSession(request);
      return {
        close: () => session.close(),
        exchange(input) {
          exchanges += 1;
          if (exchanges === 3) session.close();
          return session.exchange(input);
        },
      };
    });
    for (let round = 0; round < 3; round += 1)
      expect([...((await store.readJoined?.(paths)) ?? [])]).toEqual(expected());
    expect({ ...count, exchanges }).toEqual({ runs: 2, sessions: 1, exchanges: 3 });
  });
});
