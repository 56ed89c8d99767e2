const groupPattern = /^\d{6}$/;

/** Largest value a group may have: 65,535 x 11 (Win32_EncryptableVolume, import-export.md 3.6). */
const largestGroup = 720_885;

/**
 * True when a text is a BitLocker numerical recovery password: eight hyphenated groups of six digits, each divisible by 11 and
 * at most 720885. The sixth digit of a group is thereby a check digit, which catches most slips of typing.
 */
export function isRecoveryPassword(text: string): boolean {
  const groups = text.trim().split('-');
  return (
    groups.length === 8 &&
    groups.every((group) => {
      if (!groupPattern.test(group)) return false;
      const value = Number(group);
      return value % 11 === 0 && value <= largestGroup;
    })
  );
}

/**
 * Spells eight 16-bit values as a recovery password.
 * @param values eight whole numbers from 0 to 65535, from a cryptographic random source
 */
export function recoveryPasswordFrom(values: readonly number[]): string {
  if (
    values.length !== 8 ||
    values.some((value) => !Number.isInteger(value) || value < 0 || value > 65_535)
  ) {
    throw new RangeError('A recovery password needs eight whole numbers from 0 to 65535');
  }
  return values.map((value) => String(value * 11).padStart(6, '0')).join('-');
}
