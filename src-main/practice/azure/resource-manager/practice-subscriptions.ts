export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
}

/** Two, so that choosing one is really a choice. */
export const practiceSubscriptions: readonly [Subscription, Subscription] = [
  { subscriptionId: '3d7a9f14-c2e8-4b60-a5d3-18f6b07c92e4', displayName: 'Contoso Backup' },
  { subscriptionId: '8b42e6c0-915d-4fa7-b38e-6c1d70a9f253', displayName: 'Contoso Test' },
];
