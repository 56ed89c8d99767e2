/** @file Worker thread: files of a folder into page blobs, every byte read back. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ContainerClient, RestError } from '@azure/storage-blob';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { trustCertificateAuthority } from '../platform/node/trust.ts';
import type { WorkerControl } from '../platform/node/worker-task.ts';
import { openVolumeSource } from '../staging/read/open-volume-source.ts';
import type { VolumeSource } from '../staging/volume-source.ts';
import type { UploadResult, UploadWork } from './vault-work.ts';

/** Most that one write to a page blob takes (Put Page). */
const rangeBytes = 4 * 1024 * 1024;
const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

interface Upload {
  readonly container: ContainerClient;
  readonly source: VolumeSource;
  readonly prefix: string;
  readonly control: WorkerControl;
  onRange(bytes: number): void;
}

/** Never passes on the SDK's text: it holds the URL and with it the SAS. */
function uploadFailure(error: unknown, file: string): unknown {
  if (!(error instanceof RestError)) return error;
  const isRefused = error.statusCode === 401 || error.statusCode === 403;
  return new AppError({
    kind: 'azure',
    code: isRefused ? 'azure.forbidden' : 'azure.unreachable',
    params: { resource: file },
    retry: isRefused ? 'sign-in' : 'resume',
    details: `${error.statusCode ?? ''} ${error.code ?? ''}`.trim(),
  });
}

async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new Error('The file became shorter while it was read');
    filled += bytesRead;
  }
  return bytes;
}

/** @returns true when every byte came back the same */
async function uploadFile(path: string, file: string, upload: Upload): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const blob = upload.container.getPageBlobClient(upload.prefix + file);
    // Names are new by design; should another computer have drawn the same one, its volume must not be overwritten.
    await blob.create(size, { conditions: { ifNoneMatch: '*' } });
    const sums: Buffer[] = [];
    for (let offset = 0; offset < size; offset += rangeBytes) {
      upload.control.throwIfStopped();
      const bytes = await readExactly(handle, offset, Math.min(rangeBytes, size - offset));
      const sum = md5(bytes);
      await blob.uploadPages(bytes, offset, bytes.length, { transactionalContentMD5: sum });
      sums.push(sum);
      upload.onRange(bytes.length);
    }
    if ((await upload.source.length(file)) !== size) return false;
    for (const [index, sum] of sums.entries()) {
      upload.control.throwIfStopped();
      const offset = index * rangeBytes;
      const bytes = await upload.source.read(file, offset, Math.min(rangeBytes, size - offset));
      if (!md5(bytes).equals(sum)) return false;
    }
    return true;
  } finally {
    await handle.close();
  }
}

/** @throws AppError `azure.forbidden`, `azure.unreachable`, `task.stopped` */
export async function uploadFiles(work: UploadWork, control: WorkerControl): Promise<UploadResult> {
  const { target, folder, files } = work;
  if (target.certificateAuthority !== undefined) trustCertificateAuthority(target.certificateAuthority);
  const source = await openVolumeSource(target);
  const differing: string[] = [];
  let bytes = 0;
  const upload: Upload = {
    container: new ContainerClient(target.containerUrl),
    source,
    prefix: target.prefix,
    control,
    onRange(length) {
      bytes += length;
      control.report({ doneBytes: bytes, writtenBytes: bytes });
    },
  };
  try {
    for (const file of files) {
      try {
        if (!(await uploadFile(join(folder, file), file, upload))) differing.push(file);
      } catch (error) {
        throw uploadFailure(error, file);
      }
    }
    return { bytes, differing };
  } finally {
    await source.close();
  }
}
