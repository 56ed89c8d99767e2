/** @file The application that stands for this operator's offline backups in the directory (offline-backup.md 5.1). */
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import {
  addKey,
  createApplication,
  createServicePrincipal,
  type Directory,
  findApplication,
  findServicePrincipal,
  hasOwnKey,
} from './application-directory.ts';
import { assignRole, hasRole, type RoleScope } from './application-role.ts';
import type { SessionSource } from './azure-resources.ts';
import { createGraphClient } from './graph-client.ts';

export type RegistrationStep = 'application' | 'certificate' | 'servicePrincipal' | 'roleAssignment';

export interface RegistrationStepReport {
  readonly step: RegistrationStep;
  readonly outcome: 'found' | 'created';
}

export interface ApplicationRegistration {
  /** First step that is still missing, or undefined when all is there. */
  missingStep(scope: RoleScope): Promise<RegistrationStep | undefined>;
  /**
   * Does what is missing, in order; doing it twice changes nothing. Keys of others stay in the application.
   * @throws AppError `azure.applicationFailed` with the step, or what the sign-in says
   */
  register(
    scope: RoleScope,
    onStep?: (report: RegistrationStepReport) => void,
  ): Promise<{ readonly applicationId: string }>;
}

export interface ApplicationRegistrationParts {
  readonly account: SessionSource;
  readonly secrets: SecretStore;
  readonly log: Log;
}

export function createApplicationRegistration(parts: ApplicationRegistrationParts): ApplicationRegistration {
  async function open({ cloudId }: RoleScope): Promise<Directory> {
    const session = await parts.account.session(cloudId);
    return { session, graph: createGraphClient(session), secrets: parts.secrets };
  }
  return {
    missingStep: async (scope) => findMissingStep(await open(scope), scope),
    register: async (scope, onStep) => {
      const directory = await open(scope);
      const report = (step: RegistrationStep, outcome: RegistrationStepReport['outcome']): void => {
        parts.log.info({ step, outcome }, 'application registration');
        onStep?.({ step, outcome });
      };
      return register(directory, scope, report);
    },
  };
}

async function register(
  directory: Directory,
  scope: RoleScope,
  report: (step: RegistrationStep, outcome: RegistrationStepReport['outcome']) => void,
): Promise<{ readonly applicationId: string }> {
  const application = await atStep('application', async () => {
    const found = await findApplication(directory);
    const result = found ?? (await createApplication(directory));
    report('application', found === undefined ? 'created' : 'found');
    return result;
  });
  await atStep('certificate', async () => {
    const isThere = await hasOwnKey(directory, application);
    if (!isThere) await addKey(directory, application);
    report('certificate', isThere ? 'found' : 'created');
  });
  const principalId = await atStep('servicePrincipal', async () => {
    const found = await findServicePrincipal(directory, application.appId);
    const id = found ?? (await createServicePrincipal(directory, application.appId));
    report('servicePrincipal', found === undefined ? 'created' : 'found');
    return id;
  });
  await atStep('roleAssignment', async () => {
    const isThere = await hasRole(directory.session, scope, principalId);
    if (!isThere) await assignRole(directory.session, scope, principalId);
    report('roleAssignment', isThere ? 'found' : 'created');
  });
  return { applicationId: application.appId };
}

async function findMissingStep(
  directory: Directory,
  scope: RoleScope,
): Promise<RegistrationStep | undefined> {
  const application = await findApplication(directory);
  if (application === undefined) return 'application';
  if (!(await hasOwnKey(directory, application))) return 'certificate';
  const principalId = await findServicePrincipal(directory, application.appId);
  if (principalId === undefined) return 'servicePrincipal';
  return (await hasRole(directory.session, scope, principalId)) ? undefined : 'roleAssignment';
}

const refusalCodes: ReadonlySet<string> = new Set([
  'azure.forbidden',
  'azure.serviceError',
  'azure.conflict',
]);

/** Names the step that failed; a refused sign-in or a dead network keeps its own error, as its next step is another. */
async function atStep<Value>(name: RegistrationStep, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AppError) || !refusalCodes.has(error.code)) throw error;
    throw new AppError({
      kind: 'azure',
      code: 'azure.applicationFailed',
      params: { step: name, status: error.params.status ?? 0 },
      retry: 'same-call',
      ...(error.details === undefined ? {} : { details: error.details }),
      cause: error,
    });
  }
}
