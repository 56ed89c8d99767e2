/** @file Which changes an import job takes in which state (import-export.md 1.5, 1.7, 1.8). Pure. */
import { ArmRefusal } from '../resource-manager/arm-refusal.ts';
import type { JobChanges } from './job-model.ts';

type Field = Exclude<keyof JobChanges, 'state'>;

const untilPackaging: readonly string[] = ['Creating', 'Shipping', 'Received', 'Transferring'];

/** States in which a field may still change. `driveList` after Shipping is not documented; nothing good could come of it. */
const changeableIn: Readonly<Record<Field, readonly string[]>> = {
  driveList: ['Creating'],
  backupDriveManifest: ['Creating', 'Shipping', 'Received'],
  deliveryPackage: ['Creating', 'Shipping'],
  logLevel: untilPackaging,
  cancelRequested: untilPackaging,
  returnAddress: untilPackaging,
  returnShipping: untilPackaging,
};

/**
 * Refuses changes that come too late.
 * @throws ArmRefusal 409 with the field as target
 */
export function checkChangeable(state: string, changes: JobChanges): void {
  for (const [field, states] of Object.entries(changeableIn)) {
    if (changes[field as Field] !== undefined && !states.includes(state)) {
      throw new ArmRefusal(
        409,
        'JobUpdateNotAllowed',
        `'${field}' cannot be changed while the job is in state '${state}'.`,
        {
          target: `properties.${field}`,
        },
      );
    }
  }
}

/**
 * The state after a client's request.
 * @param wanted what the client sent; absent or `""` means no change
 * @param properties the job with the client's other changes already in it
 * @throws ArmRefusal 400 for a state that only the service may set, 409 when it is too late, 400 when something is missing
 */
export function nextClientState(
  current: string,
  wanted: string | undefined,
  properties: Readonly<Record<string, unknown>>,
): string {
  if (wanted === undefined || wanted === '' || wanted === current) return current;
  const target = { target: 'properties.state' };
  if (wanted !== 'Shipping') {
    throw new ArmRefusal(
      400,
      'InvalidJobState',
      `A client may set the state to 'Shipping' only, not to '${wanted}'.`,
      target,
    );
  }
  if (current !== 'Creating') {
    throw new ArmRefusal(
      409,
      'JobUpdateNotAllowed',
      `A job in state '${current}' cannot go to 'Shipping'.`,
      target,
    );
  }
  const missing = ['returnAddress', 'deliveryPackage'].filter((field) => properties[field] === undefined);
  if (missing.length > 0) {
    throw new ArmRefusal(
      400,
      'MissingShippingInformation',
      `The job cannot be set to 'Shipping' before ${missing.map((field) => `'${field}'`).join(' and ')} is set.`,
      {
        ...target,
        details: missing.map((field) => ({
          code: 'MissingParameter',
          target: `properties.${field}`,
          message: `${field} is required before the state can be Shipping.`,
        })),
      },
    );
  }
  return wanted;
}

/** @throws ArmRefusal 409: a job can be deleted in Creating or Completed only */
export function checkDeletable(state: string): void {
  if (state !== 'Creating' && state !== 'Completed') {
    throw new ArmRefusal(
      409,
      'JobDeletionNotAllowed',
      `Only jobs in state 'Creating' or 'Completed' can be deleted; this one is in state '${state}'.`,
    );
  }
}

/** @throws ArmRefusal 409: PUT replaces a job in Creating only */
export function checkReplaceable(state: string): void {
  if (state !== 'Creating') {
    throw new ArmRefusal(409, 'JobUpdateNotAllowed', `A job in state '${state}' cannot be created anew.`);
  }
}
