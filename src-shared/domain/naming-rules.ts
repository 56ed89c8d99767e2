/**
 * Naming rules of Azure as pure functions. Each returns `undefined` for a good value or the code of the broken rule,
 * so that the renderer can hint while the operator types and the main process can refuse the same input.
 */
export const namingRuleCodes = [
  'required',
  'length3To24',
  'length3To63',
  'length2To50',
  'lowerCaseLettersAndDigits',
  'lowerCaseLettersDigitsHyphens',
  'lettersDigitsHyphens',
  'startsWithLetter',
  'startsAndEndsWithLetterOrDigit',
  'noDoubleHyphen',
  'guid',
] as const;
export type NamingRuleCode = (typeof namingRuleCodes)[number];

/**
 * Import job name: the safe intersection of every generation's rule, `^[a-z][a-z0-9-]{1,22}[a-z0-9]$`
 * (offline-backup.md 2.2, R154; import-export.md 1.9).
 */
export function brokenImportJobNameRule(name: string): NamingRuleCode | undefined {
  if (name.length === 0) return 'required';
  if (name.length < 3 || name.length > 24) return 'length3To24';
  if (!/^[a-z0-9-]+$/.test(name)) return 'lowerCaseLettersDigitsHyphens';
  if (!/^[a-z]/.test(name)) return 'startsWithLetter';
  if (!/[a-z0-9]$/.test(name)) return 'startsAndEndsWithLetterOrDigit';
  return undefined;
}

/** Storage account: 3 to 24 lower-case letters and digits. */
export function brokenStorageAccountRule(name: string): NamingRuleCode | undefined {
  if (name.length === 0) return 'required';
  if (name.length < 3 || name.length > 24) return 'length3To24';
  if (!/^[a-z0-9]+$/.test(name)) return 'lowerCaseLettersAndDigits';
  return undefined;
}

/**
 * Blob container: 3 to 63 lower-case letters, digits and single hyphens, letter or digit at both ends. A broken name is
 * fatal for seeding: the datacenter would import into a container named `DataBox-<GUID>` (import-export.md 2.6).
 */
export function brokenContainerRule(name: string): NamingRuleCode | undefined {
  if (name.length === 0) return 'required';
  if (name.length < 3 || name.length > 63) return 'length3To63';
  if (!/^[a-z0-9-]+$/.test(name)) return 'lowerCaseLettersDigitsHyphens';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'startsAndEndsWithLetterOrDigit';
  if (name.includes('--')) return 'noDoubleHyphen';
  return undefined;
}

/** Subscription id: a GUID. */
export function brokenSubscriptionIdRule(id: string): NamingRuleCode | undefined {
  if (id.length === 0) return 'required';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? undefined : 'guid';
}

/** Recovery Services vault: 2 to 50 letters, digits and hyphens, a letter first (R222). */
export function brokenVaultNameRule(name: string): NamingRuleCode | undefined {
  if (name.length === 0) return 'required';
  if (name.length < 2 || name.length > 50) return 'length2To50';
  if (!/^[A-Za-z0-9-]+$/.test(name)) return 'lettersDigitsHyphens';
  if (!/^[A-Za-z]/.test(name)) return 'startsWithLetter';
  return undefined;
}
