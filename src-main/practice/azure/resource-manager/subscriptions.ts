import { practiceTenantDomain, practiceTenantId } from '../entra/directory.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { type ArmContext, findSubscription } from './arm-context.ts';
import { regions } from './regions.ts';
import { practiceSubscriptions, type Subscription } from './state.ts';

function view({ subscriptionId, displayName }: Subscription): unknown {
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    displayName,
    tenantId: practiceTenantId,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
    authorizationSource: 'RoleBased',
  };
}

/** Subscriptions, their regions, and the tenant. */
export function subscriptionRoutes(): readonly Route<ArmContext>[] {
  return [
    route('GET', '/subscriptions', () =>
      json(200, {
        value: practiceSubscriptions.map(view),
        count: { type: 'Total', value: practiceSubscriptions.length },
      }),
    ),
    route('GET', '/subscriptions/{subscriptionId}', ({ params }) =>
      json(200, view(findSubscription(params.subscriptionId))),
    ),
    route('GET', '/subscriptions/{subscriptionId}/locations', ({ params }) => {
      const { subscriptionId } = findSubscription(params.subscriptionId);
      const value = regions.map(([name, displayName]) => ({
        id: `/subscriptions/${subscriptionId}/locations/${name}`,
        name,
        displayName,
        regionalDisplayName: displayName,
        type: 'Region',
      }));
      return json(200, { value });
    }),
    route('GET', '/tenants', () =>
      json(200, {
        value: [
          {
            id: `/tenants/${practiceTenantId}`,
            tenantId: practiceTenantId,
            displayName: 'Contoso',
            defaultDomain: practiceTenantDomain,
            tenantCategory: 'Home',
          },
        ],
      }),
    ),
  ];
}
