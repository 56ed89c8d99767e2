/** @file The practice datacenter: receives parcels, imports drives and walks import jobs through their states. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Parcel } from '../../platform/ports/courier.ts';
import type { Log } from '../../platform/ports/log.ts';
import type { DriveShelf } from '../drives/drive-shelf.ts';
import type { Datacenter, PracticeAzure, PracticeClock, PracticeEvent, PracticeImportJob } from '../ports.ts';
import { type DatacenterFaults, noDatacenterFaults } from './datacenter-faults.ts';
import { DatacenterState } from './datacenter-state.ts';
import { hadErrors, viewOf } from './import-job-view.ts';
import { transferJob } from './job-transfer.ts';
import { dayMilliseconds, nextStep, type Step, travelDays } from './timeline.ts';

const retryMilliseconds = 5000;

export interface DatacenterParts {
  /** Folder for the datacenter's own state. */
  readonly folder: string;
  readonly azure: Pick<PracticeAzure, 'importJobs' | 'blobService'>;
  readonly shelf: DriveShelf;
  readonly clock: PracticeClock;
  readonly log: Log;
}

export interface PracticeDatacenter extends Datacenter {
  /** Takes a parcel on its way. Handing over the same parcel again changes nothing but its contents. */
  acceptParcel(parcel: Parcel): Promise<void>;
  readonly faults: DatacenterFaults;
  setFaults(faults: DatacenterFaults): void;
  /** Does everything that is due, but leaves transfers running. */
  stepDue(): Promise<void>;
  /** Stops transfers; they go on at the next start. */
  close(): Promise<void>;
}

class WorkingDatacenter implements PracticeDatacenter {
  readonly #parts: DatacenterParts;
  readonly #state: DatacenterState;
  readonly #transfers = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #lastStep: Promise<void> = Promise.resolve();
  faults: DatacenterFaults = noDatacenterFaults;

  constructor(parts: DatacenterParts, state: DatacenterState) {
    this.#parts = parts;
    this.#state = state;
  }

  setFaults(faults: DatacenterFaults): void {
    this.faults = faults;
  }

  async acceptParcel(parcel: Parcel): Promise<void> {
    const now = this.#parts.clock.now();
    const days = travelDays + this.faults.parcelDelayDays;
    await this.#state.addParcel({
      ...parcel,
      driveSerials: [...parcel.driveSerials],
      handedOverAt: now.toISOString(),
      arrivesAt: new Date(now.getTime() + days * dayMilliseconds).toISOString(),
    });
  }

  #stepOf(job: PracticeImportJob): Step | undefined {
    const view = viewOf(job);
    const stay = this.#state.stayOf(job.id);
    const isKnown = stay?.state === view.state;
    const arrivesAt = this.#state.parcelFor(job)?.arrivesAt;
    return nextStep({
      state: view.state,
      since: new Date(isKnown ? stay.since : job.updatedAt),
      updatedAt: new Date(job.updatedAt),
      parcelArrivesAt: arrivesAt === undefined ? undefined : new Date(arrivesAt),
      areDrivesNeverReceived: view.drives.every(({ state }) => state === 'NeverReceived'),
      isTransferRunning: this.#transfers.has(job.id),
      transferFinishedAt:
        isKnown && stay.transferFinishedAt !== undefined ? new Date(stay.transferFinishedAt) : undefined,
      hadErrors: hadErrors(view),
      now: this.#parts.clock.now(),
    });
  }

  #steps(): readonly { readonly job: PracticeImportJob; readonly step: Step }[] {
    return this.#parts.azure.importJobs
      .list()
      .flatMap((job) => {
        const step = this.#stepOf(job);
        return step === undefined ? [] : [{ job, step }];
      })
      .sort((one, other) => one.step.at.getTime() - other.step.at.getTime());
  }

  /** Removal of old records is due in time but nothing to skip to: skipping waiting must not cost a finished job. */
  nextEvent(): PracticeEvent | undefined {
    return this.#steps().find(({ step }) => step.code !== 'jobRemoved')?.step;
  }

  async runDue(): Promise<void> {
    await this.stepDue();
    while (this.#transfers.size > 0) {
      await Promise.all(this.#transfers.values());
      await this.stepDue();
    }
  }

  stepDue(): Promise<void> {
    this.#lastStep = this.#lastStep.catch(() => undefined).then(() => this.#doDueSteps());
    return this.#lastStep;
  }

  async #doDueSteps(): Promise<void> {
    for (;;) {
      const due = this.#steps().find(
        ({ step }) => step.code !== 'transferFinishes' && step.at <= this.#parts.clock.now(),
      );
      if (due === undefined || this.#stop.signal.aborted) return;
      await this.#do(due.job, due.step);
    }
  }

  async #enter(job: PracticeImportJob, state: string, fields: Record<string, unknown> = {}): Promise<void> {
    await this.#state.setStay(job.id, { state, since: this.#parts.clock.now().toISOString() });
    await this.#parts.azure.importJobs.update(job.id, { ...fields, state });
    this.#parts.log.info({ job: job.name, state }, 'An import job changed its state');
  }

  async #do(job: PracticeImportJob, { code }: Step): Promise<void> {
    switch (code) {
      case 'creatingExpires':
      case 'jobRemoved':
        await this.#parts.azure.importJobs.delete(job.id);
        return this.#state.forget(job.id);
      case 'drivesReceived':
        return this.#receive(job);
      case 'drivesMissing':
        return this.#giveUpDrives(job);
      case 'closedUnanswered':
        return this.#enter(job, 'Closed');
      case 'transferStarts':
        return this.#startTransfer(job);
      case 'packaging':
        return this.#enter(job, 'Packaging');
      case 'completed':
      case 'closed':
        return this.#sendBack(job, code === 'completed' ? 'Completed' : 'Closed');
      case 'transferFinishes':
        return;
    }
  }

  async #receive(job: PracticeImportJob): Promise<void> {
    const lost = this.faults.lostDrives;
    const arrived = (this.#state.parcelFor(job)?.driveSerials ?? []).filter(
      (serial) => !lost.includes(serial),
    );
    for (const serial of arrived) {
      const drive = await this.#parts.shelf.bySerial(serial);
      if (drive?.record.location === 'parcel') await this.#parts.shelf.send([serial], 'datacenter');
    }
    for (const { driveId } of viewOf(job).drives) {
      const state = arrived.includes(driveId) ? 'Received' : 'NeverReceived';
      await this.#parts.azure.importJobs.updateDrive(job.id, driveId, { state });
    }
    await this.#enter(job, 'Received');
  }

  async #giveUpDrives(job: PracticeImportJob): Promise<void> {
    const { since } = this.#state.stayOf(job.id) ?? { since: job.updatedAt };
    await this.#state.setStay(job.id, { state: 'Shipping', since });
    for (const { driveId } of viewOf(job).drives) {
      await this.#parts.azure.importJobs.updateDrive(job.id, driveId, { state: 'NeverReceived' });
    }
  }

  /** Starts the transfer, or goes on with one that a kill interrupted. A cancelled job only walks through the states. */
  async #startTransfer(job: PracticeImportJob): Promise<void> {
    const view = viewOf(job);
    if (view.state !== 'Transferring') await this.#enter(job, 'Transferring');
    const since = this.#state.stayOf(job.id)?.since ?? this.#parts.clock.now().toISOString();
    const run = async (): Promise<void> => {
      if (!view.isCancelled) {
        await transferJob(
          {
            ...this.#parts,
            folder: join(this.#parts.folder, 'transfers'),
            signal: this.#stop.signal,
            faults: () => this.faults,
          },
          job.id,
        );
      }
      const transferFinishedAt = this.#parts.clock.now().toISOString();
      await this.#state.setStay(job.id, { state: 'Transferring', since, transferFinishedAt });
    };
    const transfer = run()
      .catch(async (error: unknown) => {
        if (this.#stop.signal.aborted) return;
        this.#parts.log.error(
          { error, job: job.name },
          'A practice import was interrupted; trying again soon',
        );
        await pause(retryMilliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      })
      .finally(() => this.#transfers.delete(job.id));
    this.#transfers.set(job.id, transfer);
  }

  async #sendBack(job: PracticeImportJob, state: 'Completed' | 'Closed'): Promise<void> {
    const { importJobs } = this.#parts.azure;
    const view = viewOf(job);
    const serials = new Set(this.#state.parcelFor(job)?.driveSerials ?? []);
    for (const serial of serials) {
      const drive = await this.#parts.shelf.bySerial(serial);
      if (drive?.record.location === 'datacenter') await this.#parts.shelf.send([serial], 'returned');
    }
    const returned = view.drives.filter((drive) => drive.state !== 'NeverReceived');
    for (const { driveId } of returned) {
      await importJobs.updateDrive(job.id, driveId, { state: 'ShippedBack' });
    }
    await this.#enter(job, state, {
      returnPackage: {
        carrierName: view.returnCarrier,
        trackingNumber: `RETURN-${job.name}`,
        driveCount: returned.length,
        shipDate: this.#parts.clock.now().toISOString().slice(0, 10),
      },
    });
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('The practice datacenter stops'));
    await this.#lastStep.catch(() => undefined);
    await Promise.all(this.#transfers.values());
  }
}

/** Opens the datacenter; transfers that were interrupted go on with the next `runDue` or `stepDue`. */
export async function openDatacenter(parts: DatacenterParts): Promise<PracticeDatacenter> {
  return new WorkingDatacenter(parts, await DatacenterState.open(join(parts.folder, 'datacenter.json')));
}
