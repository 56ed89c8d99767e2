/** @file Worker threads: the metadata port of this computer, made inside the thread that uses it. */
import { createNodeCommandRunner } from './node/node-command-runner.ts';
import { openNodeCommandSession } from './node/node-command-session.ts';
import { createPosixFileMetadata, fileMetadataFacts } from './node/posix-file-metadata.ts';
import type { FileMetadataStore, MetadataAccess, OpenFileMetadata } from './ports/file-metadata.ts';
import { createPowerShell } from './windows/powershell/power-shell.ts';
import { createWindowsFileMetadata } from './windows/windows-file-metadata.ts';

export const openFileMetadata: OpenFileMetadata = (facts) => {
  const commands = createNodeCommandRunner();
  switch (facts.kind) {
    case 'posix':
      return createPosixFileMetadata(commands, facts.programs, openNodeCommandSession);
    case 'windows': {
      const { systemRoot } = facts;
      const powerShell = createPowerShell({ commands, systemRoot });
      return createWindowsFileMetadata({ powerShell, commands, systemRoot });
    }
  }
};

/** How threads of a restore come to their stores; undefined where nothing can be set. */
export function metadataAccess(): MetadataAccess | undefined {
  const facts = fileMetadataFacts();
  return facts === undefined ? undefined : { facts, open: openFileMetadata };
}

/** The store of this computer; undefined where nothing can be told. */
export function fileMetadataHere(): FileMetadataStore | undefined {
  const facts = fileMetadataFacts();
  return facts === undefined ? undefined : openFileMetadata(facts);
}
