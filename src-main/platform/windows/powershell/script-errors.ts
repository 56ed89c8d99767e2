import type { DiskIdentity } from '../../../../src-shared/domain/disks.ts';
import { AppError, type ErrorParams } from '../../../../src-shared/errors/app-error.ts';
import { redactText } from '../../node/redact.ts';
import { type ScriptFailure, ScriptRefusal } from './parse-answer.ts';

/** E_ACCESSDENIED and WBEM_E_ACCESS_DENIED as signed numbers. */
const accessDeniedResults: readonly number[] = [-2_147_024_891, -2_147_217_405];

/** An HRESULT as people look it up: `0x80310027`. */
export function resultName(result: number): string {
  return `0x${(result >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

const detailsOf = ({ script, failure }: ScriptRefusal): string =>
  redactText(
    `${script}, line ${failure.line}: ${failure.id} (${failure.category}, ${resultName(failure.result)}, ${failure.status})\n${failure.message}`,
  );

function isAccessDenied({ category, result }: ScriptFailure): boolean {
  return category === 'PermissionDenied' || accessDeniedResults.includes(result);
}

/**
 * What a script reported that has nothing to do with one drive.
 * @returns `windows.accessDenied`, `disk.platformUnavailable`, `windows.scriptFailed`; anything else as it is
 */
export function systemErrorOf(error: unknown): unknown {
  if (!(error instanceof ScriptRefusal)) return error;
  const { script, failure } = error;
  const details = detailsOf(error);
  if (isAccessDenied(failure)) {
    return new AppError({ kind: 'environment', code: 'windows.accessDenied', details, cause: error });
  }
  if (failure.id === 'refused:noBitLocker' || failure.category === 'ObjectNotFound') {
    return new AppError({ kind: 'environment', code: 'disk.platformUnavailable', details, cause: error });
  }
  return new AppError({
    kind: 'environment',
    code: 'windows.scriptFailed',
    params: { script, result: resultName(failure.result) },
    details,
    retry: 'same-call',
    cause: error,
  });
}

/**
 * What a script reported about one drive, as an error that ends this drive only.
 * @param error what `PowerShell.run` threw
 */
export function driveErrorOf(error: unknown, identity: DiskIdentity): unknown {
  if (!(error instanceof ScriptRefusal)) return error;
  const { serial, model } = identity;
  const details = detailsOf(error);
  const [prefix, reason = '', number = ''] = error.failure.id.split(':');
  const device = (code: AppError['code'], params: ErrorParams = {}, retry?: AppError['retry']): AppError =>
    new AppError({
      kind: 'device',
      code,
      params: { serial, model, ...params },
      details,
      ...(retry === undefined ? {} : { retry }),
      cause: error,
    });
  if (prefix !== 'refused') {
    return isAccessDenied(error.failure) ? systemErrorOf(error) : device('disk.writeFailed');
  }
  const result = resultName(Number(number));
  switch (reason) {
    case 'disappeared':
      return device('disk.disappeared', {}, 'resume');
    case 'identityChanged':
      return device('disk.identityChanged', {}, 'choose-again');
    case 'backsSystem':
      return device('disk.blocked', { number: Number(number), finding: 'disk.backsSystem' }, 'choose-again');
    case 'passwordWrong':
      return device('disk.recoveryPasswordWrong');
    case 'noVolume':
      return device('disk.locked');
    case 'noLetter':
      return device('windows.noDriveLetter');
    case 'encrypt':
      return device('windows.encryptionFailed', { result });
    case 'lock':
    case 'unlock':
      return device('windows.volumeBusy', { result });
    case 'noBitLocker':
      return systemErrorOf(error);
    default:
      return device('disk.writeFailed');
  }
}
