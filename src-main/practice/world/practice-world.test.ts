import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PublicClientApplication } from '@azure/msal-node';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSilentLog } from '../../platform/node/silent-log.ts';
import { practiceCloudDirectory } from '../../platform/practice/practice-cloud-directory.ts';
import { practiceCourier } from '../../platform/practice/practice-courier.ts';
import { practiceDiskPlatform } from '../../platform/practice/practice-disk-platform.ts';
import { practiceSubscriptions } from '../azure/resource-manager/state.ts';
import { type PreparedFile, prepareDrive } from '../datacenter/testing/prepared-drives.ts';
import { attachOrStartPracticeWorld, type PracticeWorld, startPracticeWorld } from './practice-world.ts';

const mebibyte = 1024 * 1024;
const { subscriptionId } = practiceSubscriptions[0];
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-backup/providers`;
const jobUrl = `${group}/Microsoft.ImportExport/jobs/seed-fs01?api-version=2021-01-01`;
const serial = 'PRACTICE0001';

let folder: string;
let open: PracticeWorld[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-world-'));
  open = [];
});
afterEach(async () => {
  for (const world of open.reverse()) await world.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const options = () => ({
  folder,
  log: createSilentLog(),
  drives: { count: 1, sizeBytes: 32 * mebibyte },
});
async function start(): Promise<PracticeWorld> {
  const world = await startPracticeWorld(options());
  open.push(world);
  return world;
}
async function attachOrStart(): Promise<PracticeWorld> {
  const world = await attachOrStartPracticeWorld(options());
  open.push(world);
  return world;
}

/** Signs in as the wizard does, through the practice browser. @returns a way to call Resource Manager */
async function signIn(world: PracticeWorld) {
  const connection = await practiceCloudDirectory(world).connect('practice');
  const client = new PublicClientApplication({
    auth: {
      clientId: connection.applicationId,
      authority: `${connection.endpoints.authority}/${connection.tenant}`,
      knownAuthorities: [...connection.knownAuthorities],
    },
  });
  const signedIn = await client.acquireTokenInteractive({
    scopes: ['https://management.azure.com/.default'],
    openBrowser: (url) => connection.browser.open(new URL(url)),
  });
  return async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${connection.endpoints.resourceManager}${path}`, {
      method,
      headers: { authorization: `Bearer ${signedIn.accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
}

/** Creates the import job of one prepared drive and sets it to Shipping, over the wire. */
async function createJob(
  world: PracticeWorld,
  files: readonly PreparedFile[] = [{ name: 'base-000001.BaseBlob', bytes: Buffer.alloc(mebibyte, 7) }],
) {
  const { recoveryPassword, ...drive } = await prepareDrive(world.shelf, serial, files);
  const arm = await signIn(world);
  await arm(
    'POST',
    `/subscriptions/${subscriptionId}/providers/Microsoft.ImportExport/register?api-version=2025-04-01`,
  );
  await world.control.advance({ to: 'hours', hours: 1 });
  await arm('PUT', jobUrl, {
    location: 'westeurope',
    properties: {
      storageAccountId: `${group}/Microsoft.Storage/storageAccounts/seedpractice`,
      jobType: 'Import',
      logLevel: 'Verbose',
      driveList: [{ ...drive, bitLockerKey: recoveryPassword }],
      returnAddress: {
        ...{ recipientName: 'Ada', streetAddress1: '1 Road', city: 'Utrecht', postalCode: '3511' },
        ...{ countryOrRegion: 'NL', phone: '1', email: 'ada@contoso.example' },
      },
    },
  });
  const deliveryPackage = { carrierName: 'DHL', trackingNumber: '1Z' };
  await arm('PATCH', jobUrl, { properties: { deliveryPackage, state: 'Shipping' } });
  return async (): Promise<Record<string, unknown>> =>
    (await arm('GET', jobUrl)).properties as Record<string, unknown>;
}

/** Runs `npm run practice-azure` on the folder; resolves when it has printed its endpoints. */
async function startProgram() {
  const script = fileURLToPath(new URL('../../hosts/console/practice-azure.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [script, '--folder', folder, '--drives', '1', '--drive-size', '32MiB'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  while (!printed.includes('Certificate')) await once(child.stdout, 'data');
  return child;
}

async function firstFile(path: string): Promise<string> {
  for (;;) {
    const [name] = await readdir(path).catch(() => []);
    if (name !== undefined) return join(path, name);
    await pause(1);
  }
}

const parcel = {
  importJobName: 'seed-fs01',
  resourceGroup: 'rg-backup',
  subscriptionId,
  carrierName: 'DHL',
  trackingNumber: '1Z',
  driveSerials: [serial],
};

describe('practice world', () => {
  it('carries a drive from the courier into the storage account, driven over the control interface', async () => {
    const owner = await start();
    const attached = await attachOrStart();
    expect([owner.isOwner, attached.isOwner]).toEqual([true, false]);
    const job = await createJob(attached);
    const courier = practiceCourier(attached);
    await courier.handOver(parcel);
    await courier.handOver(parcel);
    const listed = await practiceDiskPlatform(attached.shelf).listDisks();
    expect(listed.map(({ identity }) => identity.serial)).not.toContain(serial);
    const changes: (string | undefined)[] = [];
    owner.control.onChange(({ nextEvent }) => changes.push(nextEvent?.code));
    const states: unknown[] = [];
    for (let step = 0; step < 10 && states.at(-1) !== 'Completed'; step += 1) {
      await attached.control.advance({ to: 'nextEvent' });
      states.push((await job()).state);
    }
    expect(states).toEqual(['Received', 'Transferring', 'Packaging', 'Completed']);
    // The copying is an event of its own only when somebody looks while it runs.
    const milestones = changes.filter((code) => code !== 'transferFinishes');
    expect(milestones).toEqual(['transferStarts', 'packaging', 'completed', undefined]);
    expect((await job()).driveList).toMatchObject([{ state: 'ShippedBack', bytesSucceeded: mebibyte }]);
    expect(Math.abs(attached.clock.now().getTime() - owner.clock.now().getTime())).toBeLessThan(1000);
    expect(attached.clock.now().getTime() - Date.now()).toBeGreaterThan(5 * 86_400_000);
  });

  it('goes through all events when time is moved by hours, and keeps everything over a restart', async () => {
    const first = await start();
    const jobBefore = await createJob(first);
    await practiceCourier(first).handOver(parcel);
    await first.control.advance({ to: 'hours', hours: 24 * 4 + 1 });
    expect((await jobBefore()).state).toBe('Transferring');
    const before = first.clock.now().getTime();
    await first.close();
    open = [];
    const second = await start();
    expect(second.clock.now().getTime()).toBeGreaterThanOrEqual(before);
    await second.control.advance({ to: 'hours', hours: 24 * 3 });
    const arm = await signIn(second);
    expect(await arm('GET', jobUrl)).toMatchObject({ properties: { state: 'Completed' } });
  });

  it('refuses parcels with drives that are not here, and a second owner', async () => {
    const world = await start();
    await expect(
      practiceCourier(world).handOver({ ...parcel, driveSerials: [serial, 'NOBODY'] }),
    ).rejects.toMatchObject({ code: 'practice.drivesMissing', params: { serials: 'NOBODY' } });
    expect((await world.shelf.bySerial(serial))?.record.location).toBe('here');
    await expect(startPracticeWorld(options())).rejects.toMatchObject({ code: 'practice.worldInUse' });
    await expect(practiceCloudDirectory(world).connect('public')).rejects.toMatchObject({
      code: 'practice.onlyInPractice',
    });
  });

  it('answers on its control interface to holders of the token only', async () => {
    const world = await start();
    const { controlUrl, controlToken } = await world.endpoints();
    const ask = (method: string, path: string, token: string, body?: string) =>
      fetch(`${controlUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body }),
      });
    expect((await ask('GET', '/status', 'wrong')).status).toBe(401);
    expect((await ask('GET', '/status', '')).status).toBe(401);
    expect((await ask('GET', '/status', controlToken)).status).toBe(200);
    expect((await ask('GET', '/nothing', controlToken)).status).toBe(404);
    expect((await ask('POST', '/advance', controlToken, '{"to":"yesterday"}')).status).toBe(400);
    expect((await ask('POST', '/advance', controlToken, '{')).status).toBe(400);
    if (process.platform !== 'win32') {
      expect((await stat(join(folder, 'control.token'))).mode & 0o777).toBe(0o600);
    }
  });

  it('attaches drives and sets faults', async () => {
    const owner = await start();
    const world = await attachOrStart();
    const disks = practiceDiskPlatform(world.shelf);
    const serials = async (): Promise<string[]> =>
      (await disks.listDisks()).map(({ identity }) => identity.serial);
    await world.control.attachDrive(64 * mebibyte);
    expect(await serials()).toContain('PRACTICE0002');
    await world.control.setFaults({
      datacenter: { parcelDelayDays: 11 },
      drives: { unplug: ['PRACTICE0002'], change: [{ serial, readOnly: true }] },
      azure: { failNext: { count: 1, status: 503 } },
    });
    expect(await owner.control.faults()).toMatchObject({ parcelDelayDays: 11, lostDrives: [] });
    expect(await serials()).not.toContain('PRACTICE0002');
    await expect(
      signIn(world).then((arm) => arm('GET', '/subscriptions?api-version=2022-12-01')),
    ).rejects.toThrow('503');
    await world.control.setFaults({ drives: { plugBack: ['PRACTICE0002'] }, azure: { clear: true } });
    expect(await serials()).toContain('PRACTICE0002');
  });

  it('is shared with a world that runs as a program of its own, and says so when that is gone', async () => {
    const child = await startProgram();
    try {
      const world = await attachOrStart();
      expect(world.isOwner).toBe(false);
      expect((await world.endpoints()).pid).toBe(child.pid);
      expect((await practiceCloudDirectory(world).connect('practice')).cloudId).toBe('practice');
      expect(await world.control.advance({ to: 'hours', hours: 2 })).toHaveProperty('now');
      expect(world.clock.now().getTime() - Date.now()).toBeGreaterThan(7_000_000);
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      expect((await ended)[0]).toBe(0);
      await expect(practiceCloudDirectory(world).connect('practice')).rejects.toMatchObject({
        code: 'practice.azureUnreachable',
      });
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('finishes an import after the world was killed in the middle of it', async () => {
    const files = Array.from({ length: 24 }, (_, index): PreparedFile => {
      return { name: `v${index}.BaseBlob`, bytes: randomBytes(mebibyte) };
    });
    const child = await startProgram();
    const ended = once(child, 'exit');
    try {
      const attached = await attachOrStart();
      await createJob(attached, files);
      await practiceCourier(attached).handOver(parcel);
      await attached.control.advance({ to: 'nextEvent' });
      const advancing = attached.control.advance({ to: 'nextEvent' });
      advancing.catch(() => undefined);
      const journal = await firstFile(join(folder, 'datacenter', 'transfers'));
      while (!(await readFile(journal, 'utf8')).includes('"type":"blob"')) await pause(1);
      child.kill('SIGKILL');
      await expect(advancing).rejects.toMatchObject({ code: 'practice.azureUnreachable' });
    } finally {
      child.kill('SIGKILL');
    }
    await ended;
    const world = await attachOrStart();
    expect(world.isOwner).toBe(true);
    for (let step = 0; step < 10 && (await world.control.status()).nextEvent !== undefined; step += 1) {
      await world.control.advance({ to: 'nextEvent' });
    }
    const arm = await signIn(world);
    expect(await arm('GET', jobUrl)).toMatchObject({
      properties: { state: 'Completed', driveList: [{ bytesSucceeded: 24 * mebibyte }] },
    });
    const { keys } = (await arm(
      'POST',
      `${group}/Microsoft.Storage/storageAccounts/seedpractice/listKeys?api-version=2023-05-01`,
    )) as { keys: { value: string }[] };
    const { blobServiceUrl } = await world.endpoints();
    const account = new BlobServiceClient(
      blobServiceUrl('seedpractice'),
      new StorageSharedKeyCredential('seedpractice', keys[0]?.value ?? ''),
    );
    const container = account.getContainerClient('seed');
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat()) names.push(name);
    expect(names.sort()).toEqual(files.map(({ name }) => name).sort());
    for (const { name, bytes } of files) {
      expect((await container.getBlobClient(name).downloadToBuffer()).equals(bytes)).toBe(true);
    }
  });

  it('takes over the claim of a process that was killed', async () => {
    const lock = join(folder, 'world.lock');
    const claim = (pid: number, since: Date): Promise<void> =>
      writeFile(lock, JSON.stringify({ machine: hostname(), pid, since: since.toISOString() }));
    await claim(999_999_999, new Date());
    const world = await attachOrStart();
    expect(world.isOwner).toBe(true);
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await world.close();
    open = [];
    // A living process that has the number of one from before the computer started.
    await claim(process.ppid, new Date(Date.now() - uptime() * 1000 - 120_000));
    expect((await attachOrStart()).isOwner).toBe(true);
  });
});
