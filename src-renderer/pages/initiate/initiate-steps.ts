import type { InitiateDraft, OfflineDetails } from '../../../src-shared/domain/initiate-draft.ts';
import {
  brokenContainerRule,
  brokenImportJobNameRule,
  brokenStorageAccountRule,
  brokenSubscriptionIdRule,
  brokenVaultNameRule,
  type NamingRuleCode,
} from '../../../src-shared/domain/naming-rules.ts';

/** Sub-steps in the order of MARS, up to Back Up; the progress follows by itself. */
export const initiateSteps = [
  'items',
  'schedule',
  'retention',
  'backupType',
  'offlineDetails',
  'passphrase',
  'confirmation',
] as const;
export type InitiateStep = (typeof initiateSteps)[number];

export type NamedDetail = 'storageAccount' | 'container' | 'subscriptionId' | 'importJobName' | 'vaultName';

const detailRules: Readonly<Record<NamedDetail, (value: string) => NamingRuleCode | undefined>> = {
  storageAccount: brokenStorageAccountRule,
  container: brokenContainerRule,
  subscriptionId: brokenSubscriptionIdRule,
  importJobName: brokenImportJobNameRule,
  vaultName: brokenVaultNameRule,
};

/** Rule that a box of the offline details breaks, or `undefined`. */
export function brokenDetailRule(details: OfflineDetails, name: NamedDetail): NamingRuleCode | undefined {
  return detailRules[name](details[name]);
}

function areDetailsComplete(details: OfflineDetails): boolean {
  const names = Object.keys(detailRules) as NamedDetail[];
  return (
    details.stagingLocation.trim() !== '' &&
    names.every((name) => brokenDetailRule(details, name) === undefined)
  );
}

/** True when nothing that the step asks for is missing. The passphrase is not part of the draft; the page knows it. */
export function isStepComplete(step: InitiateStep, draft: InitiateDraft, hasPassphrase: boolean): boolean {
  switch (step) {
    case 'items':
      return draft.items.length > 0;
    case 'schedule':
      return draft.schedule.every === 'day' || draft.schedule.weekdays.length > 0;
    case 'retention':
      return Object.values(draft.retention).some((count) => count > 0);
    case 'backupType':
      return draft.initialBackupType === 'ownDisks';
    case 'offlineDetails':
      return areDetailsComplete(draft.offlineDetails);
    case 'passphrase':
      return hasPassphrase;
    case 'confirmation':
      return false;
  }
}

/** First step that still lacks something; where someone who comes back goes on. */
export function firstOpenStep(draft: InitiateDraft, hasPassphrase: boolean): InitiateStep {
  return initiateSteps.find((step) => !isStepComplete(step, draft, hasPassphrase)) ?? 'confirmation';
}
