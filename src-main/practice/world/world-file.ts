/** @file `world.json`: how other processes find a running practice world. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../platform/node/atomic-file.ts';
import type { PracticeAzure } from '../ports.ts';
import { isMissing, readStateFile, writeStateFile } from './state-file.ts';

const accountPlaceholder = '{account}';

const worldFileSchema = z.strictObject({
  format: z.literal('practice-world'),
  version: z.literal(1),
  pid: z.int(),
  port: z.int(),
  /** Base of the control interface, ends with `/practice`. */
  controlUrl: z.url(),
  /** File names below the world's folder. */
  controlTokenFile: z.string(),
  certificateAuthorityFile: z.string(),
  authority: z.url(),
  resourceManager: z.url(),
  graph: z.url(),
  /** With `{account}` in the place of the storage account's name. */
  blobServiceUrl: z.string(),
  applicationId: z.string(),
  tenantId: z.string(),
});
export type WorldFile = Readonly<z.infer<typeof worldFileSchema>>;

/** A running world as an attached process needs it. */
export interface WorldEndpoints {
  readonly pid: number;
  readonly controlUrl: string;
  readonly controlToken: string;
  /** PEM */
  readonly certificateAuthority: string;
  readonly authority: string;
  readonly resourceManager: string;
  readonly graph: string;
  readonly applicationId: string;
  readonly tenantId: string;
  blobServiceUrl(storageAccount: string): string;
}

const worldPath = (folder: string): string => join(folder, 'world.json');
const tokenFile = 'control.token';
const certificateFile = 'practice-ca.pem';

/** Token of the control interface; the same over restarts, readable by the owner only. */
export async function controlToken(folder: string): Promise<string> {
  const path = join(folder, tokenFile);
  try {
    const token = (await readFile(path, 'ascii')).trim();
    if (/^[0-9a-f]{64}$/.test(token)) return token;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const token = randomBytes(32).toString('hex');
  await writeFileAtomically(path, token, 0o600);
  return token;
}

export async function writeWorldFile(folder: string, azure: PracticeAzure): Promise<WorldFile> {
  const file: WorldFile = {
    format: 'practice-world',
    version: 1,
    pid: process.pid,
    port: Number(new URL(azure.resourceManager).port),
    controlUrl: `${azure.resourceManager}/practice`,
    controlTokenFile: tokenFile,
    certificateAuthorityFile: certificateFile,
    authority: azure.authority,
    resourceManager: azure.resourceManager,
    graph: azure.graph,
    blobServiceUrl: azure.blobServiceUrl('account').replace(/account$/, accountPlaceholder),
    applicationId: azure.applicationId,
    tenantId: azure.tenantId,
  };
  await writeFileAtomically(join(folder, certificateFile), azure.certificateAuthority, 0o644);
  await writeStateFile(worldPath(folder), file);
  return file;
}

/** @returns undefined when no world ever ran in this folder */
export async function readWorldFile(folder: string): Promise<WorldFile | undefined> {
  return readStateFile(worldPath(folder), worldFileSchema);
}

/** @returns undefined when no world ever ran in this folder */
export async function readWorldEndpoints(folder: string): Promise<WorldEndpoints | undefined> {
  const file = await readWorldFile(folder);
  if (file === undefined) return undefined;
  const { pid, controlUrl, authority, resourceManager, graph, applicationId, tenantId } = file;
  return {
    ...{ pid, controlUrl, authority, resourceManager, graph, applicationId, tenantId },
    controlToken: (await readFile(join(folder, file.controlTokenFile), 'ascii')).trim(),
    certificateAuthority: await readFile(join(folder, file.certificateAuthorityFile), 'utf8'),
    blobServiceUrl: (storageAccount) => file.blobServiceUrl.replace(accountPlaceholder, storageAccount),
  };
}
