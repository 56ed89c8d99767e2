/**
 * Takes secrets out of whatever is about to be logged or put into a support bundle: by the name of a member, and by pattern in
 * every string. Pure; the corpus in the test says what it must catch.
 */
const placeholder = '[redacted]';

/** Members that hold secrets, by the naming rule of the house. A name that ends in `Ref` is a reference, not a secret. */
const secretMember =
  /(passphrase|password|secret|token|ticket|sas|sasurl|signature|authorization|cookie|assertion|credential|key)s?$/i;

/** Nothing secret, though the name ends like it. */
const harmlessMember = /^(publicKey|blobKey|partitionKey)$/;

const secretPatterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g, placeholder],
  // Signature of a shared access signature, in a URL or a connection string, encoded or not.
  [/(?<=\b|%3F|%26)sig(=|%3D)[^&\s"'<>;,)]+/gi, `sig$1${placeholder}`],
  [/\b(AccountKey|SharedAccessSignature|SharedAccessKey)=[^;\s"']+/gi, `$1=${placeholder}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${placeholder}`],
  [/\b(SharedKey(?:Lite)?\s+[a-z0-9-]+):[A-Za-z0-9+/=]+/gi, `$1:${placeholder}`],
  [/\beyJ[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]+){1,4}/g, placeholder],
  [
    /(["']?\b(?:access_token|refresh_token|id_token|client_secret|client_assertion|client_info|code_verifier|device_code|passphrase|password|recoveryPassword|bitLockerKey)["']?\s*[:=]\s*["']?)[^"'&\s,;}]+/gi,
    `$1${placeholder}`,
  ],
  // BitLocker recovery password: eight groups of six digits with hyphens, blanks or nothing between.
  [/(?<!\d)\d{6}(?:[-\u2010-\u2015 ]?\d{6}){7}(?!\d)/g, placeholder],
  // Storage account key: 64 bytes in base64. BitLocker external key: 32 bytes in base64.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/g, placeholder],
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!=)/g, placeholder],
];

const longestText = 8192;
/** Longest secret of fixed length that a pattern knows: a storage account key. */
const longestSecret = 88;
const mostEntries = 200;
const deepest = 8;

/** A text without the secrets that can be told by their shape. */
export function redactText(text: string): string {
  // A secret that the cut would go through is recognised only as a whole.
  const looked = text.slice(0, longestText + longestSecret);
  const clean = secretPatterns.reduce((rest, [pattern, placed]) => rest.replace(pattern, placed), looked);
  return clean.length > longestText ? `${clean.slice(0, longestText)}...` : clean;
}

/** True when a member of this name must not be shown. */
export function isSecretMember(name: string): boolean {
  return secretMember.test(name) && !harmlessMember.test(name);
}

function redactEntries(entries: Iterable<readonly [string, unknown]>, depth: number): object {
  const clean: Record<string, unknown> = {};
  let count = 0;
  for (const [name, value] of entries) {
    count += 1;
    if (count > mostEntries) break;
    const isHidden = isSecretMember(name) && value !== undefined && typeof value !== 'boolean';
    clean[redactText(name)] = isHidden ? placeholder : redactAt(value, depth);
  }
  return clean;
}

function redactAt(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '[deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    const own = Object.entries(value);
    return redactEntries(
      [...own, ['name', name], ['message', message], ['stack', stack], ['cause', cause]],
      depth + 1,
    );
  }
  if (value instanceof Map) {
    return redactEntries(
      [...value].map(([key, item]) => [String(key), item] as const),
      depth + 1,
    );
  }
  if (value instanceof Set) return redactAt([...value], depth);
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((item) => redactAt(item, depth + 1));
  return redactEntries(Object.entries(value), depth + 1);
}

/** A copy without secrets, bounded in length and depth, safe for JSON (cycles end as `[deep]`). */
export function redact(value: unknown): unknown {
  return redactAt(value, 0);
}
