/**
 * Numbers, sizes and times as operators read them. Sizes are decimal, as on drive labels: 1 TB = 10^12 bytes.
 */
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const frenchByteUnits: Readonly<Record<string, string>> = {
  B: 'o',
  kB: 'ko',
  MB: 'Mo',
  GB: 'Go',
  TB: 'To',
  PB: 'Po',
};

function byteUnitName(unit: string, language: string): string {
  return language.startsWith('fr') ? (frenchByteUnits[unit] ?? unit) : unit;
}

/** Joined by a no-break space, so that a number never stands apart from its unit. */
function withUnit(number: string, unit: string): string {
  return `${number}\u00a0${unit}`;
}

/** Size with three significant digits: `2.41 TB`, in French `2,41 To`. */
export function formatBytes(bytes: number, language: string): string {
  let value = bytes;
  let index = 0;
  // 999.5 would round to "1,000 GB"; it belongs to the next unit already.
  while (value >= 999.5 && index < byteUnits.length - 1) {
    value /= 1000;
    index += 1;
  }
  const digits = index === 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  const number = new Intl.NumberFormat(language, {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(value);
  return withUnit(number, byteUnitName(byteUnits[index] ?? 'B', language));
}

/** Exact size: `2,410,000,000,000 bytes` as a number with its unit. */
export function formatExactBytes(bytes: number, language: string): string {
  return withUnit(formatNumber(bytes, language), byteUnitName('B', language));
}

/** Speed: `142 MB/s`. */
export function formatRate(bytesPerSecond: number, language: string): string {
  return `${formatBytes(bytesPerSecond, language)}/s`;
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/** @param fraction 0 to 1; never rounds up to 100 % before it is reached */
export function formatPercent(fraction: number, language: string): string {
  const whole = fraction >= 1 ? 1 : Math.floor(fraction * 100) / 100;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(whole);
}

/** Date and time of the operator's zone: `21 Nov 2026, 02:52`. */
export function formatDateTime(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );
}

/** Date of the operator's zone: `21 Nov 2026`. */
export function formatDate(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(instant));
}

/** Day and time without the year, for moments close by: `21 Nov, 02:52`. */
export function formatDayTime(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(instant));
}

/** Time of the operator's zone: `02:52`. */
export function formatTime(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(instant));
}

/** Time of day as in a schedule, `21:00`, the way the language and region write it: `9:00 PM`. */
export function formatTimeOfDay(time: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' }).format(
    new Date(`1970-01-01T${time}:00Z`),
  );
}

const durationUnits = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** Length of time in its largest unit, or the two largest when that tells more: `3 hr 12 min`, `45 sec`. */
export function formatDuration(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = durationUnits.findIndex((entry) => whole >= entry.seconds);
  if (first === -1) return formatUnit(0, 'second', language);
  const large = durationUnits[first];
  const small = durationUnits[first + 1];
  if (large === undefined) return formatUnit(whole, 'second', language);
  const count = Math.floor(whole / large.seconds);
  const rest = small === undefined ? 0 : Math.floor((whole - count * large.seconds) / small.seconds);
  const largeText = formatUnit(count, large.unit, language);
  if (small === undefined || rest === 0 || count >= 10) return largeText;
  return `${largeText} ${formatUnit(rest, small.unit, language)}`;
}

function formatUnit(value: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'day' ? 'long' : 'short',
  }).format(value);
}
