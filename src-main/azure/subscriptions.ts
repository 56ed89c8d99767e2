import type { Subscription } from '@azure/arm-resources-subscriptions';
import type { SubscriptionChoice } from '../../src-shared/contract/initiate-calls.ts';
import { brokenSubscriptionIdRule } from '../../src-shared/domain/naming-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { subscriptionClient } from './arm-clients.ts';
import { callAzure } from './azure-errors.ts';
import type { AzureResources, SessionSource } from './azure-resources.ts';

const field = 'subscriptionId';

function toChoice(subscription: Subscription): SubscriptionChoice {
  return {
    id: subscription.subscriptionId ?? '',
    name: subscription.displayName ?? '',
    tenantId: subscription.tenantId ?? '',
  };
}

export function subscriptions(
  account: SessionSource,
): Pick<AzureResources, 'subscriptions' | 'checkSubscription'> {
  return {
    subscriptions: (cloudId) =>
      callAzure({ cloudId, resource: 'subscriptions', field }, async () => {
        const client = subscriptionClient(await account.session(cloudId));
        const choices: SubscriptionChoice[] = [];
        for await (const subscription of client.subscriptions.list()) {
          if (isUsable(subscription)) choices.push(toChoice(subscription));
        }
        return choices;
      }),
    checkSubscription: async ({ cloudId, subscriptionId }) => {
      if (brokenSubscriptionIdRule(subscriptionId) !== undefined) throw subscriptionInvalid(subscriptionId);
      // Azure answers with any of these for a subscription that this account may not see.
      const codes = {
        400: 'azure.subscriptionInvalid',
        403: 'azure.subscriptionInvalid',
        404: 'azure.subscriptionInvalid',
      } as const;
      const call = { cloudId, resource: subscriptionId, field, codes, params: { subscriptionId } };
      const subscription = await callAzure(call, async () => {
        const client = subscriptionClient(await account.session(cloudId));
        return client.subscriptions.get(subscriptionId);
      });
      if (!isUsable(subscription)) throw subscriptionInvalid(subscriptionId);
      return toChoice(subscription);
    },
  };
}

/** `Disabled` and `Deleted` take no import job; `Warned` and `PastDue` still do. */
function isUsable({ state }: Subscription): boolean {
  return state !== 'Disabled' && state !== 'Deleted';
}

function subscriptionInvalid(subscriptionId: string): AppError {
  return new AppError({
    kind: 'user',
    code: 'azure.subscriptionInvalid',
    params: { subscriptionId },
    field,
    retry: 'choose-again',
  });
}
