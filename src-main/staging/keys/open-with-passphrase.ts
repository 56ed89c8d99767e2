/** @file Main process or worker: opens the data key of a set with either copy of its descriptor. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { unwrapDataKey } from '../format/keys.ts';
import type { DescriptorPage } from '../format/page-content.ts';
import { mirrorName, openDescriptor } from '../read/descriptor-reader.ts';
import { damageOf } from '../staging-errors.ts';
import type { VolumeSource } from '../volume-source.ts';

export interface OpenedKey {
  /** 32 bytes. */
  readonly dataKey: Uint8Array;
  /** Copy of the descriptor whose key slot the passphrase opens. */
  readonly file: string;
}

export interface OpenOptions {
  /** Box that the passphrase was typed into, for the error. */
  readonly field?: string;
  /** Told the descriptor's name when its mirror stands in because it is damaged or lost. */
  readonly onMirrorUsed?: ((file: string) => void) | undefined;
}

const slotsOf = (page: DescriptorPage): string => JSON.stringify(page.keySlots);

/** Page of the mirror, where it is whole, of the same set, and has other key slots: a passphrase change was cut short. */
async function differingMirror(
  source: VolumeSource,
  descriptorFile: string,
  own: DescriptorPage,
): Promise<DescriptorPage | undefined> {
  const mirrorFile = mirrorName(descriptorFile);
  if (mirrorFile === descriptorFile || (await source.length(mirrorFile)) === undefined) return undefined;
  try {
    const { page } = await openDescriptor(source, mirrorFile, { withMirror: false });
    return page.setId === own.setId && slotsOf(page) !== slotsOf(own) ? page : undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'staging.descriptorDamaged') return undefined;
    throw error;
  }
}

/**
 * Tries the descriptor, then the mirror where that has other key slots (staging-format.md 4: a passphrase change that was cut
 * short leaves the old passphrase in the one and the new one in the other).
 * @throws AppError `staging.passphraseWrong`, `staging.descriptorMissing`, `staging.descriptorDamaged`, `staging.versionUnsupported`
 */
export async function openWithPassphrase(
  source: VolumeSource,
  descriptorFile: string,
  passphrase: string,
  { field = 'passphrase', onMirrorUsed }: OpenOptions = {},
): Promise<OpenedKey> {
  try {
    const { page, file } = await openDescriptor(source, descriptorFile, { onMirrorUsed });
    const dataKey = await unwrapDataKey(page.keySlots, page.setId, passphrase);
    if (dataKey !== undefined) return { dataKey, file };
    const mirror = await differingMirror(source, descriptorFile, page);
    const mirrorKey =
      mirror === undefined ? undefined : await unwrapDataKey(mirror.keySlots, mirror.setId, passphrase);
    if (mirrorKey !== undefined) return { dataKey: mirrorKey, file: mirrorName(descriptorFile) };
  } catch (error) {
    throw damageOf(error, 'staging.descriptorDamaged', descriptorFile);
  }
  throw new AppError({ kind: 'user', code: 'staging.passphraseWrong', field, retry: 'choose-again' });
}
