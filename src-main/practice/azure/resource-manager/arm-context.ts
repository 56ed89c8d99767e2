import type { PracticeClock } from '../../ports.ts';
import type { Caller } from '../entra/tokens.ts';
import { ArmRefusal } from './arm-refusal.ts';
import {
  practiceSubscriptions,
  type ResourceDocument,
  type ResourceGroup,
  type Subscription,
} from './state.ts';

/** What every Resource Manager operation is given beside the request. */
export interface ArmContext {
  readonly caller: Caller;
}

/** What the operations work on. */
export interface ArmWorld {
  readonly resources: ResourceDocument;
  readonly clock: PracticeClock;
  /** `https://localhost:<port>`; known once the server listens. */
  ownOrigin(): string;
}

const guidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws ArmRefusal `InvalidSubscriptionId`, `SubscriptionNotFound` */
export function findSubscription(subscriptionId: string): Subscription {
  if (!guidPattern.test(subscriptionId)) {
    throw new ArmRefusal(
      400,
      'InvalidSubscriptionId',
      `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`,
    );
  }
  const found = practiceSubscriptions.find(
    (subscription) => subscription.subscriptionId === subscriptionId.toLowerCase(),
  );
  if (found === undefined) {
    throw new ArmRefusal(
      404,
      'SubscriptionNotFound',
      `The subscription '${subscriptionId}' could not be found.`,
    );
  }
  return found;
}

export const resourceGroupKey = (subscriptionId: string, name: string): string =>
  `/subscriptions/${subscriptionId}/resourcegroups/${name}`.toLowerCase();

/** @throws ArmRefusal `SubscriptionNotFound`, `ResourceGroupNotFound` */
export function findResourceGroup(world: ArmWorld, subscriptionId: string, name: string): ResourceGroup {
  findSubscription(subscriptionId);
  const group = world.resources.value.resourceGroups[resourceGroupKey(subscriptionId, name)];
  if (group === undefined) {
    throw new ArmRefusal(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
  }
  return group;
}

/** `West Europe` and `westeurope` are the same place; the second spelling is the one stored. */
export const normalizeLocation = (location: string): string => location.replace(/\s+/g, '').toLowerCase();

/** Compares names the way Resource Manager does. */
export const sameName = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
