/** @file Control of a practice world in the process that owns it. */
import type { PracticeStatus } from '../../../src-shared/contract/app-calls.ts';
import type { Parcel } from '../../platform/ports/courier.ts';
import type { StartedPracticeAzure } from '../azure/start-practice-azure.ts';
import type { PracticeDatacenter } from '../datacenter/datacenter.ts';
import type { DatacenterFaults } from '../datacenter/datacenter-faults.ts';
import type { DriveShelf } from '../drives/drive-shelf.ts';
import type { PracticeClock } from '../ports.ts';
import type { AdvanceStep, FaultRequest, PracticeControl } from './practice-control.ts';

/** How long one step waits for copying that just began: small rehearsals are done by then. */
const shortWaitMilliseconds = 2000;
/** How long a step waits that was asked to wait for the end of the copying. */
const longWaitMilliseconds = 20_000;
const hourMilliseconds = 60 * 60 * 1000;

export interface WorldParts {
  readonly clock: PracticeClock;
  readonly shelf: DriveShelf;
  readonly datacenter: PracticeDatacenter;
  readonly azure: Pick<StartedPracticeAzure, 'faults'>;
}

export class WorldControl implements PracticeControl {
  readonly #parts: WorldParts;
  readonly #listeners = new Set<(status: PracticeStatus) => void>();
  #lastTold = '';

  constructor(parts: WorldParts) {
    this.#parts = parts;
  }

  #statusNow(): PracticeStatus {
    const event = this.#parts.datacenter.nextEvent();
    const nextEvent = event && { code: event.code, at: event.at.toISOString() };
    return {
      now: this.#parts.clock.now().toISOString(),
      ...(nextEvent === undefined ? {} : { nextEvent }),
    };
  }

  async status(): Promise<PracticeStatus> {
    return this.#statusNow();
  }

  /** Does what is due, and waits some time for copying. */
  async #work(waitMilliseconds: number): Promise<void> {
    await this.#parts.datacenter.stepDue();
    const { promise: patience, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMilliseconds);
    await Promise.race([this.#parts.datacenter.runDue(), patience]);
    clearTimeout(timer);
  }

  async #toNextEvent(): Promise<void> {
    const event = this.#parts.datacenter.nextEvent();
    if (event === undefined) return;
    await this.#parts.clock.advanceTo(event.at);
    await this.#work(event.code === 'transferFinishes' ? longWaitMilliseconds : shortWaitMilliseconds);
  }

  /** Goes through every event on the way, so that each happens at its own moment. */
  async #byHours(hours: number): Promise<void> {
    const goal = new Date(this.#parts.clock.now().getTime() + hours * hourMilliseconds);
    for (;;) {
      const event = this.#parts.datacenter.nextEvent();
      if (event === undefined || event.at > goal || event.code === 'transferFinishes') break;
      await this.#toNextEvent();
    }
    await this.#parts.clock.advanceTo(goal);
    await this.#work(shortWaitMilliseconds);
  }

  async advance(step: AdvanceStep): Promise<PracticeStatus> {
    if (step.to === 'nextEvent') await this.#toNextEvent();
    else await this.#byHours(step.hours);
    this.tell();
    return this.#statusNow();
  }

  async attachDrive(sizeBytes: number): Promise<void> {
    await this.#parts.shelf.attachDrive(sizeBytes);
    this.tell();
  }

  async registerParcel(parcel: Parcel): Promise<void> {
    await this.#parts.datacenter.acceptParcel(parcel);
    this.tell();
  }

  async faults(): Promise<DatacenterFaults> {
    return this.#parts.datacenter.faults;
  }

  async setFaults({ datacenter, azure, drives }: FaultRequest): Promise<void> {
    const given = Object.entries(datacenter ?? {}).filter(([, value]) => value !== undefined);
    const changed = { ...this.#parts.datacenter.faults, ...Object.fromEntries(given) };
    this.#parts.datacenter.setFaults(changed);
    await this.#setAzureFaults(azure);
    const { shelf } = this.#parts;
    for (const serial of drives?.unplug ?? []) await shelf.unplug(serial);
    for (const serial of drives?.plugBack ?? []) await shelf.plugBack(serial);
    for (const { serial, readOnly, sizeBytes } of drives?.change ?? []) {
      await shelf.change(serial, {
        ...(readOnly === undefined ? {} : { readOnly }),
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
      });
    }
    this.tell();
  }

  async #setAzureFaults(wanted: FaultRequest['azure']): Promise<void> {
    const { faults } = this.#parts.azure;
    if (wanted?.clear === true) faults.clear();
    if (wanted?.revokeSignIns === true) await faults.revokeSignIns();
    if (wanted?.throttleNext) faults.throttleNext(wanted.throttleNext.count, wanted.throttleNext.target);
    if (wanted?.failNext) {
      faults.failNext(wanted.failNext.count, wanted.failNext.status, wanted.failNext.target);
    }
    if (wanted?.unreachableForMilliseconds !== undefined) {
      faults.unreachableFor(wanted.unreachableForMilliseconds);
    }
  }

  /** Tells listeners when the next event or the clock jumped. */
  tell(): void {
    const status = this.#statusNow();
    const leadMinutes = Math.round((Date.parse(status.now) - Date.now()) / 60_000);
    const isCopying = status.nextEvent?.code === 'transferFinishes';
    const told = JSON.stringify([leadMinutes, status.nextEvent?.code, isCopying ? '' : status.nextEvent?.at]);
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    for (const listener of this.#listeners) listener(status);
  }

  onChange(listener: (status: PracticeStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
