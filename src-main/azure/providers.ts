import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { resourceClient } from './arm-clients.ts';
import { type AzureCall, callAzure } from './azure-errors.ts';
import type { AzureResources, AzureScope, SessionSource } from './azure-resources.ts';

/** Provider of the classic import jobs (offline-backup.md R44). */
export const importExportProvider = 'Microsoft.ImportExport';

/** Azure names no time; registration of this provider takes from seconds to some minutes. */
const registrationTimeoutMilliseconds = 5 * 60_000;
const longestPollMilliseconds = 10_000;

function providerCall({ cloudId, subscriptionId }: AzureScope, namespace: string): AzureCall {
  return { cloudId, resource: namespace, params: { provider: namespace, subscriptionId } };
}

export function providers(
  account: SessionSource,
): Pick<AzureResources, 'providerState' | 'registerProvider'> {
  const state = (scope: AzureScope, namespace: string): Promise<string> =>
    callAzure(providerCall(scope, namespace), async () => {
      const client = resourceClient(await account.session(scope.cloudId), scope.subscriptionId);
      const { registrationState } = await client.providers.get(namespace);
      return registrationState ?? 'NotRegistered';
    });
  return {
    providerState: state,
    registerProvider: async (scope, namespace, signal) => {
      const call = providerCall(scope, namespace);
      await callAzure(call, async () => {
        const client = resourceClient(await account.session(scope.cloudId), scope.subscriptionId);
        await client.providers.register(namespace);
      });
      const startedAt = performance.now();
      for (let pause = 250; ; pause = Math.min(pause * 2, longestPollMilliseconds)) {
        if ((await state(scope, namespace)) === 'Registered') return;
        if (performance.now() - startedAt > registrationTimeoutMilliseconds) throw stillRegistering(call);
        await callAzure(call, () => delay(pause, undefined, { signal }));
      }
    },
  };
}

function stillRegistering({ params }: AzureCall): AppError {
  return new AppError({
    kind: 'azure',
    code: 'azure.providerNotRegistered',
    ...(params === undefined ? {} : { params }),
    retry: 'same-call',
  });
}
