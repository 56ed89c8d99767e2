import { ContainerClient, RestError } from '@azure/storage-blob';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { trustCertificateAuthority } from '../../platform/node/trust.ts';
import type { SourceFile, VolumeLocation, VolumeSource } from '../volume-source.ts';
import { missingFile, requirePlainName, truncatedFile } from './source-errors.ts';

type ContainerLocation = Extract<VolumeLocation, { kind: 'container' }>;

/** Never passes on the SDK's text: it holds the URL and with it the SAS. */
function readFailure(error: unknown, file: string): unknown {
  if (!(error instanceof RestError)) return error;
  if (error.statusCode === 404) return missingFile(file);
  const details = `${error.statusCode ?? ''} ${error.code ?? ''}`.trim();
  if (error.statusCode === 403 || error.statusCode === 401) {
    return new AppError({
      kind: 'azure',
      code: 'azure.forbidden',
      params: { action: file },
      retry: 'sign-in',
      details,
    });
  }
  return new AppError({
    kind: 'azure',
    code: 'azure.unreachable',
    params: { file },
    retry: 'same-call',
    details,
  });
}

/** Blobs below a prefix of a container, read by ranges with the SDK's own retries. */
export function openContainerSource(location: ContainerLocation): VolumeSource {
  if (location.certificateAuthority !== undefined) trustCertificateAuthority(location.certificateAuthority);
  const container = new ContainerClient(location.containerUrl);
  const lengths = new Map<string, number>();
  const blob = (file: string) => container.getBlobClient(location.prefix + requirePlainName(file));
  const lengthOf = async (file: string): Promise<number | undefined> => {
    const known = lengths.get(file);
    if (known !== undefined) return known;
    try {
      const { contentLength = 0 } = await blob(file).getProperties();
      lengths.set(file, contentLength);
      return contentLength;
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      throw readFailure(error, file);
    }
  };
  return {
    async list() {
      const files: SourceFile[] = [];
      try {
        for await (const item of container.listBlobsFlat({ prefix: location.prefix })) {
          const name = item.name.slice(location.prefix.length);
          if (!name.includes('/')) files.push({ name, length: item.properties.contentLength ?? 0 });
        }
      } catch (error) {
        throw readFailure(error, location.prefix);
      }
      return files;
    },
    length: lengthOf,
    async read(file, offset, length) {
      const whole = await lengthOf(file);
      if (whole === undefined) throw missingFile(file);
      if (offset + length > whole) throw truncatedFile(file);
      if (length === 0) return Buffer.alloc(0);
      try {
        const bytes = await blob(file).downloadToBuffer(offset, length, { concurrency: 2 });
        if (bytes.length !== length) throw truncatedFile(file);
        return bytes;
      } catch (error) {
        throw readFailure(error, file);
      }
    },
    async close() {
      lengths.clear();
    },
  };
}
