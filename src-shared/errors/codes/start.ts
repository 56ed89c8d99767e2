/** Errors of the arguments that the wizard was started with. */
export const startErrorCodes = [
  'start.argumentUnknown',
  'start.argumentRepeated',
  'start.argumentEmpty',
  'start.argumentSurplus',
] as const;
