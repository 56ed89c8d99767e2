import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemorySecretStore } from '../platform/node/memory-secret-store.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { type PracticeCloud, startPracticeCloud } from '../testing/practice-cloud.ts';
import {
  type ApplicationRegistration,
  createApplicationRegistration,
  type RegistrationStepReport,
} from './application-registration.ts';
import type { RoleScope } from './application-role.ts';

let cloud: PracticeCloud;
let registration: ApplicationRegistration;
let scope: RoleScope;

beforeAll(async () => {
  cloud = await startPracticeCloud();
  await cloud.signIn();
  registration = registrationWith(cloud.secrets);
  scope = { cloudId: 'practice', subscriptionId: cloud.subscriptionId, resourceGroup: 'rg-backup' };
});
afterAll(() => cloud.dispose());

const registrationWith = (secrets: PracticeCloud['secrets']): ApplicationRegistration =>
  createApplicationRegistration({ account: cloud.account, secrets, log: createSilentLog() });

async function applications(): Promise<readonly { id: string; appId: string; displayName: string }[]> {
  const answer = await graph('/applications');
  return (answer as { value: { id: string; appId: string; displayName: string }[] }).value;
}

async function keys(id: string): Promise<readonly { key: string; displayName: string }[]> {
  const answer = await graph(`/applications/${id}?$select=keyCredentials`);
  return (answer as { keyCredentials: { key: string; displayName: string }[] }).keyCredentials;
}

async function graph(path: string): Promise<unknown> {
  const { credential, scopes, connection } = await cloud.account.session('practice');
  const token = await credential.getToken(scopes.graph);
  const headers = { authorization: `Bearer ${token?.token}` };
  return (await fetch(`${connection.endpoints.graph}/v1.0${path}`, { headers })).json();
}

describe('application registration', () => {
  it('creates application, certificate, service principal and role, and names what is missing before', async () => {
    expect(await registration.missingStep(scope)).toBe('application');
    const steps: RegistrationStepReport[] = [];
    const { applicationId } = await registration.register(scope, (report) => steps.push(report));
    expect(steps).toEqual([
      { step: 'application', outcome: 'created' },
      { step: 'certificate', outcome: 'created' },
      { step: 'servicePrincipal', outcome: 'created' },
      { step: 'roleAssignment', outcome: 'created' },
    ]);
    const [application] = await applications();
    expect(application).toMatchObject({ appId: applicationId });
    expect(application?.displayName).toMatch(/^AzureOfflineBackup_[0-9a-f-]{36}$/);
    expect(await registration.missingStep(scope)).toBeUndefined();
  });

  it('changes nothing when it runs again', async () => {
    const steps: string[] = [];
    await registration.register(scope, ({ outcome }) => steps.push(outcome));
    expect(steps).toEqual(['found', 'found', 'found', 'found']);
    expect(await applications()).toHaveLength(1);
  });

  it('publishes a certificate whose private key stays in the secret store', async () => {
    const [application] = await applications();
    const [credential] = await keys(application?.id ?? '');
    const certificate = new X509Certificate(Buffer.from(credential?.key ?? '', 'base64'));
    expect(certificate.subject).toMatch(/^CN=CB_AzureADCertforOfflineSeeding_/);
    const kept = await cloud.secrets.get(`azure.application.${application?.appId}`);
    expect(kept).toContain('PRIVATE KEY');
  });

  it('adds the key of a second computer beside the first', async () => {
    const [application] = await applications();
    const before = await keys(application?.id ?? '');
    const second = registrationWith(createMemorySecretStore());
    expect(await second.missingStep(scope)).toBe('certificate');
    await second.register(scope);
    const after = await keys(application?.id ?? '');
    expect(after).toHaveLength(before.length + 1);
    expect(after[0]).toEqual(before[0]);
    expect(await registration.missingStep(scope)).toBeUndefined();
  });

  it('gives the role on one resource group only', async () => {
    const other = { ...scope, resourceGroup: 'rg-files' };
    expect(await registration.missingStep(other)).toBe('roleAssignment');
  });

  it('names the step that was refused', async () => {
    cloud.azure.faults.failNext(1, 403, 'graph');
    await expect(registration.register(scope)).rejects.toMatchObject({
      code: 'azure.applicationFailed',
      params: { step: 'application', status: 403 },
    });
  });
});
