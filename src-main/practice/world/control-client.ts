/** @file Reaches a practice world that another process owns. */
import { z } from 'zod';
import { type PracticeStatus, practiceStatusSchema } from '../../../src-shared/contract/app-calls.ts';
import { AppError, appErrorSchema, fromErrorData } from '../../../src-shared/errors/app-error.ts';
import { trustCertificateAuthority } from '../../platform/node/trust.ts';
import { datacenterFaultsSchema } from '../datacenter/datacenter-faults.ts';
import type { PracticeControl } from './practice-control.ts';
import { readWorldEndpoints } from './world-file.ts';

const quickMilliseconds = 5000;
const advanceMilliseconds = 120_000;
const pollMilliseconds = 2000;

export const worldUnreachable = (cause?: unknown): AppError =>
  new AppError({ kind: 'environment', code: 'practice.azureUnreachable', retry: 'same-call', cause });

async function send(
  folder: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  timeoutMilliseconds = quickMilliseconds,
): Promise<unknown> {
  let response: Response;
  let answer: unknown;
  try {
    // The owner may have been restarted on another port, so its file is read every time.
    const endpoints = await readWorldEndpoints(folder);
    if (endpoints === undefined) throw new Error(`No practice world in ${folder}`);
    trustCertificateAuthority(endpoints.certificateAuthority);
    response = await fetch(`${endpoints.controlUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${endpoints.controlToken}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    answer = await response.json();
  } catch (error) {
    throw worldUnreachable(error);
  }
  if (response.ok) return answer;
  const failure = z.object({ error: appErrorSchema }).safeParse(answer);
  throw failure.success
    ? fromErrorData(failure.data.error)
    : worldUnreachable(new Error(`${response.status}`));
}

class RemoteControl implements PracticeControl {
  readonly #folder: string;
  readonly #onAdvanced: () => Promise<void>;
  readonly #listeners = new Set<(status: PracticeStatus) => void>();
  #timer: NodeJS.Timeout | undefined;
  #lastEvent = '';

  constructor(folder: string, onAdvanced: () => Promise<void>) {
    this.#folder = folder;
    this.#onAdvanced = onAdvanced;
  }

  async status(): Promise<PracticeStatus> {
    return practiceStatusSchema.parse(await send(this.#folder, 'GET', '/status'));
  }

  async advance(step: Parameters<PracticeControl['advance']>[0]): Promise<PracticeStatus> {
    const answer = await send(this.#folder, 'POST', '/advance', step, advanceMilliseconds);
    await this.#onAdvanced();
    const status = practiceStatusSchema.parse(answer);
    this.#tell(status);
    return status;
  }

  async attachDrive(sizeBytes: number): Promise<void> {
    await send(this.#folder, 'POST', '/drives', { sizeBytes });
  }

  async registerParcel(parcel: Parameters<PracticeControl['registerParcel']>[0]): Promise<void> {
    await send(this.#folder, 'POST', '/parcels', parcel);
  }

  async faults(): ReturnType<PracticeControl['faults']> {
    return datacenterFaultsSchema.parse(await send(this.#folder, 'GET', '/faults'));
  }

  async setFaults(request: Parameters<PracticeControl['setFaults']>[0]): Promise<void> {
    await send(this.#folder, 'POST', '/faults', request);
  }

  #tell(status: PracticeStatus): void {
    const event = JSON.stringify(status.nextEvent ?? {});
    if (event === this.#lastEvent) return;
    this.#lastEvent = event;
    for (const listener of this.#listeners) listener(status);
  }

  onChange(listener: (status: PracticeStatus) => void): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      // A world that is gone shows at the next call that needs it.
      this.status().then(
        (status) => this.#tell(status),
        () => undefined,
      );
    }, pollMilliseconds).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }
}

/**
 * @param folder of the world
 * @param onAdvanced called after time was moved, to bring the own clock along
 */
export function remotePracticeControl(folder: string, onAdvanced: () => Promise<void>): PracticeControl {
  return new RemoteControl(folder, onAdvanced);
}
