import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { type ArmContext, type ArmWorld, findSubscription, sameName } from './arm-context.ts';
import { ArmRefusal } from './arm-refusal.ts';
import type { ProviderRegistration } from './state.ts';

const providers: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization': ['roleAssignments', 'roleDefinitions'],
  'Microsoft.DataBox': ['jobs'],
  'Microsoft.ImportExport': ['jobs', 'locations', 'operations'],
  'Microsoft.RecoveryServices': ['vaults'],
  'Microsoft.Resources': ['subscriptions', 'resourceGroups'],
  'Microsoft.Storage': ['storageAccounts'],
};

/** Registering takes a few seconds of practice time, or as many looks, whichever comes first. */
const registeringMilliseconds = 5000;
const registeringPolls = 3;

/** Registration of resource providers per subscription. */
export class ProviderRegistry {
  readonly #world: ArmWorld;

  constructor(world: ArmWorld) {
    this.#world = world;
  }

  /** @throws ArmRefusal 409 `MissingSubscriptionRegistration` unless registered */
  requireRegistered(subscriptionId: string, namespace: string): void {
    if (this.#current(subscriptionId, namespace, false).state !== 'Registered') {
      throw new ArmRefusal(
        409,
        'MissingSubscriptionRegistration',
        `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
        {
          details: [
            {
              code: 'MissingSubscriptionRegistration',
              target: namespace,
              message: `The subscription is not registered to use namespace '${namespace}'.`,
            },
          ],
        },
      );
    }
  }

  routes(): readonly Route<ArmContext>[] {
    const path = '/subscriptions/{subscriptionId}/providers';
    return [
      route('GET', path, ({ params }) => {
        const { subscriptionId } = findSubscription(params.subscriptionId);
        return json(200, {
          value: Object.keys(providers).map((namespace) => this.#view(subscriptionId, namespace, false)),
        });
      }),
      route('GET', `${path}/{namespace}`, async ({ params }) => {
        const { subscriptionId } = findSubscription(params.subscriptionId);
        const answer = this.#view(subscriptionId, findNamespace(params.namespace), true);
        await this.#world.resources.save();
        return json(200, answer);
      }),
      route('POST', `${path}/{namespace}/register`, async ({ params }) => {
        const { subscriptionId } = findSubscription(params.subscriptionId);
        const namespace = findNamespace(params.namespace);
        if (this.#current(subscriptionId, namespace, false).state !== 'Registered') {
          this.#set(subscriptionId, namespace, 'Registering');
        }
        await this.#world.resources.save();
        return json(200, this.#view(subscriptionId, namespace, false));
      }),
      route('POST', `${path}/{namespace}/unregister`, async ({ params }) => {
        const { subscriptionId } = findSubscription(params.subscriptionId);
        const namespace = findNamespace(params.namespace);
        this.#set(subscriptionId, namespace, 'NotRegistered');
        await this.#world.resources.save();
        return json(200, this.#view(subscriptionId, namespace, false));
      }),
    ];
  }

  #set(subscriptionId: string, namespace: string, state: ProviderRegistration['state']): void {
    const since = this.#world.clock.now().toISOString();
    this.#world.resources.value.providers[keyOf(subscriptionId, namespace)] = { state, since, polls: 0 };
  }

  /** State by now; a look at it (`isPoll`) also brings registering forward. */
  #current(subscriptionId: string, namespace: string, isPoll: boolean): ProviderRegistration {
    const stored = this.#world.resources.value.providers[keyOf(subscriptionId, namespace)];
    if (stored === undefined) return { state: 'NotRegistered', since: '', polls: 0 };
    if (stored.state !== 'Registering') return stored;
    if (isPoll) stored.polls += 1;
    const elapsed = this.#world.clock.now().getTime() - Date.parse(stored.since);
    if (elapsed >= registeringMilliseconds || stored.polls >= registeringPolls) stored.state = 'Registered';
    return stored;
  }

  #view(subscriptionId: string, namespace: string, isPoll: boolean): unknown {
    return {
      id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
      namespace,
      registrationPolicy: 'RegistrationRequired',
      registrationState: this.#current(subscriptionId, namespace, isPoll).state,
      resourceTypes: (providers[namespace] ?? []).map((resourceType) => ({
        resourceType,
        locations: [],
        apiVersions: namespace === 'Microsoft.ImportExport' ? ['2021-01-01', '2020-08-01', '2016-11-01'] : [],
      })),
    };
  }
}

function keyOf(subscriptionId: string, namespace: string): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}`.toLowerCase();
}

function findNamespace(typed: string): string {
  const found = Object.keys(providers).find((namespace) => sameName(namespace, typed));
  if (found === undefined) {
    throw new ArmRefusal(404, 'InvalidResourceNamespace', `The resource namespace '${typed}' is invalid.`);
  }
  return found;
}
