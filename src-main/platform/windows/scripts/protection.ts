import { z } from 'zod';
import type { BitLockerState } from '../../../../src-shared/domain/disks.ts';
import { bytesSchema, lineSchema } from '../../../../src-shared/domain/scalars.ts';

/**
 * BitLocker state of a volume in the numbers of Win32_EncryptableVolume; 9 where nothing could be told.
 * - `lock`: 0 unlocked, 1 locked
 * - `conversion`: 0 decrypted, 1 encrypted, 2 encrypting, 3 decrypting, 4 and 5 the same, paused
 * - `protection`: 0 off or suspended, 1 on, 2 unknown
 * - `method`: 0 none, 3 and 4 AES-128 and AES-256, 6 and 7 the same in XTS
 */
export const protectionSchema = z.strictObject({
  lock: z.int(),
  conversion: z.int(),
  protection: z.int(),
  method: z.int(),
  percent: z.int().min(0).max(100),
});
export type Protection = Readonly<z.infer<typeof protectionSchema>>;

/** AES-256 in CBC mode: what every datacenter system can open, unlike XTS (import-export.md 3.6). */
export const aes256Method = 4;
export const encryptedConversion = 1;
export const encryptingConversion = 2;

/** The first data volume of a disk as scripts answer with it. */
export const volumeAnswerSchema = z.strictObject({
  letter: z.string().max(1),
  path: lineSchema,
  fileSystem: lineSchema,
  sizeBytes: bytesSchema,
  protection: protectionSchema,
});
export type VolumeAnswer = Readonly<z.infer<typeof volumeAnswerSchema>>;

/** Our word for a state. What is neither here nor there (decrypting, not asked) is `unknown`, which the page warns of. */
export function bitLockerStateOf({ lock, conversion, protection }: Protection): BitLockerState {
  if (lock === 1) return 'locked';
  if (lock !== 0) return 'unknown';
  switch (conversion) {
    case 0:
      return 'off';
    case 1:
      return protection === 1 ? 'on' : protection === 0 ? 'suspended' : 'unknown';
    case 2:
    case 4:
      return 'encrypting';
    default:
      return 'unknown';
  }
}
