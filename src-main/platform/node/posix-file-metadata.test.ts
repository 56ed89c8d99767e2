import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureAttributePrograms } from '../../../scripts/ensure-attribute-programs.ts';
import { type CommandRunner, longestCommandOutputBytes } from '../ports/command-runner.ts';
import type { ExtendedAttribute, MetadataAnswer } from '../ports/file-metadata.ts';
import { createNodeCommandRunner } from './node-command-runner.ts';
import { createPosixFileMetadata } from './posix-file-metadata.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attributes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attributesOf = (answer: MetadataAnswer | undefined) =>
  answer?.ok === true ? answer.metadata.extendedAttributes : answer?.reason;

describe('extended attributes of real files', () => {
  it('are set, and read as they were set, whatever the name', async () => {
    const store = createPosixFileMetadata(createNodeCommandRunner(), ensureAttributePrograms());
    const names = ['plain', 'line\nbreak', 'back\\slash', 'a: b', 'ü', Buffer.from([0xff, 0xfe])];
    const paths = names.map((name) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]));
    for (const path of paths) writeFileSync(path, '');
    const values: ExtendedAttribute[] = [
      ['user.=odd\\', Buffer.from([0, 1, 255, 10]).toString('base64')],
      ['user.empty', ''],
      ['user.long', Buffer.alloc(1500, 7).toString('base64')],
    ];
    const restored = await store.restore(
      paths.slice(1).map((path) => ({ path, extendedAttributes: values })),
    );
    expect(restored).toEqual(paths.slice(1).map(() => ({})));
    mkdirSync(join(folder, 'folder'));
    symlinkSync('plain', join(folder, 'link'));
    linkSync(paths[1] ?? '', join(folder, 'second name'));
    // A text, as the walk gives it for most names.
    const others = ['folder', 'link', 'second name', 'gone'].map((name) => join(folder, name));
    const answers = await store.read([...paths, ...others]);
    expect(answers.map(attributesOf)).toEqual([
      [],
      ...paths.slice(1).map(() => values),
      [],
      [],
      values,
      'No such file or directory',
    ]);
    const [gone] = await store.restore([{ path: join(folder, 'gone'), extendedAttributes: values }]);
    expect(gone).toEqual({ extendedAttributes: { reason: 'No such file or directory' } });
    expect(await store.isServed(folder)).toBe(true);
    expect(await store.isServed('/proc/version')).toBe(false);
  });
});

describe('a program that stands in', () => {
  const programs = { xargs: '/usr/bin/xargs', getfattr: '', setfattr: '/bin/false' };
  const standIn = (script: string) => {
    const getfattr = join(folder, 'getfattr');
    writeFileSync(getfattr, `#!/bin/sh\n${script}\n`);
    chmodSync(getfattr, 0o700);
    return createPosixFileMetadata(createNodeCommandRunner(), { ...programs, getfattr });
  };

  it('is given every path, and answers are found by path, not by place', async () => {
    const paths = Array.from({ length: 5000 }, (_, index) => `/a folder/of files/that are many/${index}`);
    const store = standIn(
      `while [ "$1" != -- ]; do shift; done; shift
out=; for path do case "$path" in *7) out="# file: $path
user.a=0sAQ==

$out";; esac; done; printf %s "$out"`,
    );
    const answers = await store.read(paths);
    expect(answers.map(attributesOf)).toEqual(
      paths.map((path) => (path.endsWith('7') ? [['user.a', 'AQ==']] : [])),
    );
  });

  it('is asked again, for fewer files, when its answer was cut off', async () => {
    const asked: number[] = [];
    const commands: CommandRunner = {
      async run({ input = '' }) {
        const paths = input.split('\0').slice(0, -1);
        asked.push(paths.length);
        const isLong = paths.length > 1 || paths[0] === '/2';
        const standardOutput = isLong
          ? ' '.repeat(longestCommandOutputBytes)
          : `# file: ${paths[0]}\nuser.a=0sAQ==\n\n`;
        return { exitCode: 0, standardOutput, standardError: '' };
      },
    };
    const store = createPosixFileMetadata(commands, programs);
    const answers = await store.read(['/1', '/2', '/3']);
    expect(answers.map(attributesOf)).toEqual([
      [['user.a', 'AQ==']],
      'extended attributes are too long',
      [['user.a', 'AQ==']],
    ]);
    expect(asked).toEqual([3, 1, 2, 1, 1]);
  });

  it('that fails as a whole fails the batch', async () => {
    const store = standIn('exit 2');
    await expect(store.read(['/a'])).rejects.toMatchObject({ code: 'command.failed' });
  });
});
