/** Errors that exist in practice mode only. */
export const practiceErrorCodes = [
  'practice.azureUnreachable',
  'practice.onlyInPractice',
  'practice.realDisks',
  'practice.stateDamaged',
  'practice.drivesMissing',
  'practice.worldInUse',
] as const;
