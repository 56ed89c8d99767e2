import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { ReadinessCheckId, ReadinessResult } from '../../src-shared/domain/readiness.ts';

export interface ReadinessContext {
  readonly job: JobSnapshot;
  readonly signal: AbortSignal;
}

/** What a check found: words under `readiness.<id>.<finding>`. */
export interface Finding {
  readonly state: ReadinessResult['state'];
  readonly finding: string;
  readonly params?: ReadinessResult['params'];
  /** True when this check's `fix` would help. */
  readonly canFix?: boolean;
}

/** One prerequisite: a name, when it matters, how it is looked at, and what can be done about it. */
export interface ReadinessCheck {
  readonly id: ReadinessCheckId;
  /** Longer than usual for checks that wait for a slow service. */
  readonly timeoutMilliseconds?: number;
  /** A finding that makes looking needless, or undefined when the check applies. */
  applicable?(job: JobSnapshot): Finding | undefined;
  /** May throw: an AppError becomes the finding `error` with its code. */
  run(context: ReadinessContext): Promise<Finding>;
  fix?(context: ReadinessContext): Promise<void>;
}

export const pass = (finding = 'ok', params?: Finding['params']): Finding => ({
  state: 'pass',
  finding,
  ...(params === undefined ? {} : { params }),
});
export const fail = (finding: string, more: Omit<Finding, 'state' | 'finding'> = {}): Finding => ({
  state: 'fail',
  finding,
  ...more,
});
export const warning = (finding: string, params?: Finding['params']): Finding => ({
  state: 'warning',
  finding,
  ...(params === undefined ? {} : { params }),
});
export const notApplicable = (finding: string): Finding => ({ state: 'notApplicable', finding });
/** A box of Initiate that the check needs is still empty. */
export const notChosen: Finding = { state: 'fail', finding: 'notChosen' };
