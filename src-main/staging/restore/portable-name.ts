import { type ByteText, bytesToText } from '../format/byte-text.ts';

const windowsReserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses exactly these
const windowsForbidden = /[<>:"/\\|?*\u0000-\u001f]/;

/**
 * Why a name cannot be used on a system, or undefined. A name that leads out of its folder is refused everywhere.
 * @param platform as `process.platform`
 */
export function refusedName(name: ByteText, platform: NodeJS.Platform): string | undefined {
  if (name === '' || name === '.' || name === '..') return 'leads elsewhere';
  if (name.includes('/') || name.includes('\0')) return 'leads elsewhere';
  if (platform !== 'win32') return undefined;
  const text = bytesToText(name);
  if (text === undefined) return 'no valid text';
  if (windowsForbidden.test(text)) return 'has a forbidden character';
  if (windowsReserved.test(text)) return 'is reserved';
  return /[. ]$/.test(text) ? 'ends with a dot or a space' : undefined;
}

/** A name for a folder made from any text, usable on every system. */
export function safeFolderName(text: string): string {
  const cleaned = text
    .normalize('NFC')
    .toWellFormed()
    .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_')
    .slice(0, 80)
    .replace(/[. ]+$/, '');
  return cleaned === '' || windowsReserved.test(cleaned) ? `root ${cleaned}`.trim() : cleaned;
}
