import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import {
  brokenContainerRule,
  brokenImportJobNameRule,
  brokenStorageAccountRule,
  brokenSubscriptionIdRule,
} from '../../../src-shared/domain/naming-rules.ts';
import type { OpaqueDestination, OpaqueSettings } from '../../../src-shared/domain/opaque.ts';
import { brokenPrefixRule, normalPrefix } from '../../../src-shared/domain/opaque-rules.ts';

/** The boxes as the job's record fills them. */
export function settingsOf({ draft, opaque }: Pick<JobSnapshot, 'draft' | 'opaque'>): OpaqueSettings {
  const { storageAccount, resourceGroup, region, container, subscriptionId, importJobName } =
    draft.offlineDetails;
  return {
    blobKind: opaque?.blobKind ?? 'page',
    prefix: opaque?.prefix ?? '',
    disposition: opaque?.disposition ?? 'no-overwrite',
    metadataPath: opaque?.metadata?.path ?? '',
    propertiesPath: opaque?.properties?.path ?? '',
    ...{ storageAccount, resourceGroup, region, container, subscriptionId, importJobName },
  };
}

/** True when subscription and account keep their rules. */
export function isDestinationComplete({ storageAccount, subscriptionId }: OpaqueDestination): boolean {
  return (
    brokenStorageAccountRule(storageAccount) === undefined &&
    brokenSubscriptionIdRule(subscriptionId) === undefined
  );
}

/** True when no box breaks a rule of its own; what is in the files is judged by the main process. */
export function areSettingsComplete(settings: OpaqueSettings): boolean {
  return (
    isDestinationComplete(settings) &&
    brokenContainerRule(settings.container) === undefined &&
    brokenImportJobNameRule(settings.importJobName) === undefined &&
    brokenPrefixRule(normalPrefix(settings.prefix)) === undefined
  );
}
