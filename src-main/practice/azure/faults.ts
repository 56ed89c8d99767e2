/** @file What can go wrong on request, so that operators and tests can rehearse it. Kept in memory: a restart heals. */

/** The services whose answers can be spoilt. */
export type FaultTarget = 'resourceManager' | 'graph' | 'blob';

/** Fault injection, for the world's control interface. */
export interface PracticeFaults {
  /** Ends every sign-in: access tokens answer 401, refresh tokens `invalid_grant`. Survives a restart. */
  revokeSignIns(): Promise<void>;
  /** The next `count` calls answer 429 with Retry-After. */
  throttleNext(count: number, target?: FaultTarget): void;
  /** The next `count` calls answer with this status, 400 to 599. */
  failNext(count: number, status: number, target?: FaultTarget): void;
  /** Cuts every connection, of all services, for so many milliseconds of real time. 0 ends the window. */
  unreachableFor(milliseconds: number): void;
  /** Forgets all of the above but revoked sign-ins. */
  clear(): void;
}

/** One spoilt answer. */
export interface InjectedFailure {
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** The side that the servers ask. */
export class FaultPlan {
  readonly #planned: Record<FaultTarget, InjectedFailure[]> = { resourceManager: [], graph: [], blob: [] };
  #unreachableUntilMilliseconds = 0;

  /** Takes the next planned failure of a service, if there is one. */
  take(target: FaultTarget): InjectedFailure | undefined {
    return this.#planned[target].shift();
  }

  get isUnreachable(): boolean {
    return performance.now() < this.#unreachableUntilMilliseconds;
  }

  add(target: FaultTarget, count: number, failure: InjectedFailure): void {
    for (let index = 0; index < count; index += 1) this.#planned[target].push(failure);
  }

  setUnreachable(milliseconds: number): void {
    this.#unreachableUntilMilliseconds = performance.now() + milliseconds;
  }

  clear(): void {
    for (const planned of Object.values(this.#planned)) planned.length = 0;
    this.#unreachableUntilMilliseconds = 0;
  }
}

/** Joins the plan and the revocation of sign-ins into what the control interface sees. */
export function faultControls(plan: FaultPlan, revokeSignIns: () => Promise<void>): PracticeFaults {
  return {
    revokeSignIns,
    throttleNext: (count, target = 'resourceManager') =>
      plan.add(target, count, { status: 429, retryAfterSeconds: 1 }),
    failNext: (count, status, target = 'resourceManager') => {
      if (!Number.isInteger(status) || status < 400 || status > 599) {
        throw new RangeError('A failure needs a status from 400 to 599');
      }
      plan.add(target, count, { status });
    },
    unreachableFor: (milliseconds) => plan.setUnreachable(milliseconds),
    clear: () => plan.clear(),
  };
}
