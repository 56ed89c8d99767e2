export interface Parcel {
  readonly importJobName: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly carrierName: string;
  readonly trackingNumber: string;
  readonly driveSerials: readonly string[];
}

/** Takes the package away. In the real world the operator does this; in practice mode drives leave the list and travel. */
export interface Courier {
  handOver(parcel: Parcel): Promise<void>;
}
