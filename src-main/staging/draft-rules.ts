import type { InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import {
  brokenContainerRule,
  brokenImportJobNameRule,
  brokenStorageAccountRule,
  brokenSubscriptionIdRule,
  type NamingRuleCode,
} from '../../src-shared/domain/naming-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { ErrorCode } from '../../src-shared/errors/codes.ts';

interface BoxRule {
  readonly field: keyof InitiateDraft['offlineDetails'];
  readonly code: ErrorCode;
  readonly broken: (value: string) => NamingRuleCode | undefined;
}

const boxRules: readonly BoxRule[] = [
  { field: 'storageAccount', code: 'azure.storageAccountInvalid', broken: brokenStorageAccountRule },
  { field: 'container', code: 'azure.containerInvalid', broken: brokenContainerRule },
  { field: 'subscriptionId', code: 'azure.subscriptionInvalid', broken: brokenSubscriptionIdRule },
  { field: 'importJobName', code: 'azure.importJobNameInvalid', broken: brokenImportJobNameRule },
];

/**
 * Refuses a draft that cannot be backed up, before anything is written.
 * @throws AppError of kind `user` with the field and, for names, the broken rule: the first problem in the order of the page
 */
export function requireCompleteDraft(draft: InitiateDraft): void {
  if (draft.items.length === 0) {
    throw new AppError({ kind: 'user', code: 'staging.nothingToBackUp', field: 'draft.items' });
  }
  if (draft.offlineDetails.stagingLocation.trim() === '') {
    throw new AppError({
      kind: 'user',
      code: 'staging.pathUnknown',
      field: 'draft.offlineDetails.stagingLocation',
      params: { path: '' },
    });
  }
  for (const { field, code, broken } of boxRules) {
    const value = draft.offlineDetails[field];
    const rule = broken(value);
    if (rule !== undefined) {
      throw new AppError({
        kind: 'user',
        code,
        field: `draft.offlineDetails.${field}`,
        params: { rule, name: value },
      });
    }
  }
}
