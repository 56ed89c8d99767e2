/** @file After a journey: no passphrase, drive key, token or signature in any file or in the page, but for the sealed store. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { SecretStore } from '../../src-main/platform/ports/secret-store.ts';
import { openPracticeSecretStore } from '../../src-main/platform/practice/practice-secret-store.ts';
import { unlockPoint } from '../../src-main/staging/read/open-point.ts';
import { answer } from '../fixtures/contract.ts';
import { bringToVault, createImportJob, passphrase, stageSample } from '../fixtures/shortcuts.ts';
import { expect, test, type Wizard } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';
import { InitiatePage } from '../pages/initiate-page.ts';
import { RecoverPage } from '../pages/recover-page.ts';

type Secrets = Readonly<Record<string, Buffer>>;

/** Every way in which a secret could lie in a file: as it is, as UTF-16, as base64 or hexadecimal of itself. */
const formsOf = (secret: Buffer): readonly Buffer[] => [
  secret,
  Buffer.from(secret.toString('utf8'), 'utf16le'),
  Buffer.from(secret.toString('base64').replace(/=+$/, '')),
  Buffer.from(secret.toString('hex')),
];

/** Shapes of secrets whose value nobody told us: signatures of shared access, bearer tokens. */
const shapes: readonly RegExp[] = [/[?&]sig=[\w%+/-]{16,}/i, /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/];

const cacheSchema = z.object({ tokens: z.string() });
const tokensSchema = z.record(z.string(), z.record(z.string(), z.object({ secret: z.string().optional() })));

/** Access, refresh and identity tokens of the sign-in, by the names they are kept under. */
async function tokensIn(store: SecretStore): Promise<Secrets> {
  const { tokens } = cacheSchema.parse(JSON.parse((await store.get('azure.tokens.practice')) ?? '{}'));
  const entries = Object.values(tokensSchema.parse(JSON.parse(tokens))).flatMap(Object.entries);
  const secrets = entries.flatMap(([name, { secret }]) =>
    secret === undefined ? [] : [[name, secret] as const],
  );
  expect(secrets.length, 'a refresh token and access tokens').toBeGreaterThan(1);
  return Object.fromEntries(secrets.map(([name, secret]) => [name, Buffer.from(secret)]));
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}

/**
 * Files that hold a secret, and which. State of the practice Azure is not the wizard's: a real Azure keeps its own keys,
 * far from here, and an open practice drive keeps its key as a system keeps that of an open volume.
 */
async function leaks(folder: string, secrets: Secrets): Promise<readonly string[]> {
  const outside = [path.join('app', 'practice', 'azure'), path.join('app', 'practice', 'control.token')];
  const found: string[] = [];
  for (const file of await filesBelow(folder)) {
    const relative = path.relative(folder, file);
    if (outside.some((start) => relative.startsWith(start))) continue;
    const content = await readFile(file);
    for (const [name, secret] of Object.entries(secrets))
      if (formsOf(secret).some((form) => content.includes(form))) found.push(`${relative}: ${name}`);
    const text = content.toString('latin1');
    for (const shape of shapes) if (shape.test(text)) found.push(`${relative}: ${shape.source}`);
  }
  return found;
}

/** All that the page holds where it could be read from outside its scripts. */
const pageText = (wizard: Wizard): Promise<string> =>
  wizard.page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map((box) => (box as HTMLInputElement).value),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
    ].join('\n'),
  );

/** Names of the secrets that the page holds; names only, so that no failure prints one. */
async function namesIn(wizard: Wizard, secrets: Secrets): Promise<readonly string[]> {
  const text = Buffer.from(await pageText(wizard));
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );
}

test('secrets stay in the sealed store and in memory', async ({ wizard }) => {
  const { page, folder } = wizard;
  const frame = new Frame(page);
  const dataFolder = path.join(folder, 'app');
  const serial = 'PRACTICE0001';
  const { id: jobId, staging } = await stageSample(page, 'seed-secrets');
  const { drives } = await createImportJob(page, jobId, serial);
  const store = await openPracticeSecretStore(dataFolder);
  const recoveryPassword = (await store.get(drives[0]?.recoveryPasswordRef ?? '')) ?? '';
  const location = { kind: 'folder', path: staging?.stagingPath ?? '' } as const;
  const dataKey = await unlockPoint(location, staging?.descriptorFile ?? '', passphrase);
  const secrets: Secrets = {
    passphrase: Buffer.from(passphrase),
    recoveryPassword: Buffer.from(recoveryPassword),
    dataKey: Buffer.from(dataKey),
    ...(await tokensIn(store)),
  };

  await test.step('the drive key is shown for its time and then gone', async () => {
    expect(recoveryPassword).toMatch(/^\d{6}(-\d{6}){7}$/);
    await page.reload();
    await frame.openJob('seed-secrets');
    await frame.openStep('Prepare Disks');
    expect(await namesIn(wizard, secrets)).toEqual([]);
    await page.getByRole('button', { name: /^Reveal key/ }).click();
    await expect(page.getByText(recoveryPassword)).toBeVisible();
    await expect(page.getByText(/hides in \d+ seconds?/)).toBeVisible();
    // Real time: the page must forget it by itself.
    await expect(page.getByText(recoveryPassword)).toHaveCount(0, { timeout: 40_000 });
    expect(await namesIn(wizard, secrets)).toEqual([]);
  });

  await test.step('the vault, a recovery and a support bundle', async () => {
    await bringToVault(page, jobId, 'JJD0099001122334455');
    await page.getByRole('button', { name: 'All jobs' }).click();
    await frame.openJob('seed-secrets');
    await frame.openStep('Recover');
    const recover = new RecoverPage(page);
    await recover.open('incorrect horse battery staple 42');
    await expect(frame.problem()).toHaveCount(1);
    await recover.open(passphrase);
    await expect(frame.heading).toHaveText('What to recover');
    await answer(page, 'monitor.supportBundle', { jobId, folder });
    expect(await namesIn(wizard, secrets)).toEqual([]);
  });

  await test.step('no file of the program, of staging, of drives or of the bundle holds one', async () => {
    for (const [name, secret] of Object.entries(secrets)) expect(secret.length, name).toBeGreaterThan(20);
    const searched = (await filesBelow(folder)).map((file) => path.relative(folder, file));
    for (const expected of [
      /wizard\.log$/,
      /\.AIBBlob$/,
      /\.BaseBlob$/,
      /job\.json$/,
      /^support-/,
      /drive\.json$/,
    ])
      expect(
        searched.some((file) => expected.test(file)),
        expected.source,
      ).toBe(true);
    expect(await leaks(folder, secrets)).toEqual([]);
  });

  await test.step('the passphrase sheet is written where asked, and only there', async () => {
    await page.getByRole('button', { name: 'All jobs' }).click();
    await page.getByRole('button', { name: 'New offline backup' }).click();
    await new InitiatePage(page).open('Passphrase');
    await new InitiatePage(page).fillPassphrase(passphrase);
    const box = page.getByRole('textbox', { name: 'Folder for the sheet' });
    await box.fill(path.join(folder, 'no such folder'));
    await page.getByRole('button', { name: 'Save sheet' }).click();
    await expect(frame.problem()).toHaveText([/This folder does not exist/]);
    await box.fill(folder);
    await page.getByRole('button', { name: 'Save sheet' }).click();
    await expect(page.getByText('The sheet is saved.')).toBeVisible();
    expect(await leaks(folder, secrets)).toEqual(['offline-backup-passphrase.txt: passphrase']);
  });
});
