import { z } from 'zod';

/** Bytes as a whole number. Safe up to 8 PiB, far above the largest set. */
export const bytesSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const countSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Moment as ISO 8601 in UTC with milliseconds. */
export const instantSchema = z.iso.datetime();
/** Absolute path on the computer that runs the main process. Windows allows 32,767 characters. */
export const pathSchema = z.string().min(1).max(32_767);
/** Name of a file on a drive below its folder, `/` between the parts; as long as the name of a blob may be. */
export const fileNameSchema = z.string().min(1).max(1024);
/** One line of text that an operator types. */
export const lineSchema = z.string().max(256);
export const percentSchema = z.number().min(0).max(100);
export const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** MD5 in the spelling of the drive manifest: 32 upper-case hexadecimal digits. */
export const md5UpperHexSchema = z.string().regex(/^[0-9A-F]{32}$/);
