/** @file Main process: the only way to the permission to erase a disk. */
import { randomBytes } from 'node:crypto';
import { isSameDisk } from '../../src-shared/domain/disk-identity.ts';
import type { DiskFacts, DiskIdentity, DiskVolume, JudgedDisk } from '../../src-shared/domain/disks.ts';
import {
  confirmsErase,
  maximumConfirmationAttempts,
  serialCharactersToType,
  ticketLifetimeMilliseconds,
} from '../../src-shared/domain/erase-confirmation.ts';
import type { DiskId, JobId } from '../../src-shared/domain/ids.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Clock } from '../platform/ports/clock.ts';
import { findDisk, requireConfirmedDisk, requireUsable } from './disk-errors.ts';

export interface EraseChallenge {
  readonly challengeId: string;
  readonly identity: DiskIdentity;
  readonly serialCharacters: number;
  readonly volumes: DiskVolume[];
}

/**
 * Challenge, typed text, ticket. Every step reads the disks anew and judges them again: a disk that backs the system, or becomes
 * blocked in between, gets no further. A ticket works once, for two minutes, for one job and one disk.
 */
export interface EraseGuard {
  /** @throws AppError `disk.notFound`, `disk.blocked`, `disk.listFailed` */
  requestErase(jobId: JobId, diskId: DiskId): Promise<EraseChallenge>;
  /**
   * @throws AppError `disk.confirmationWrong`, `disk.attemptsExceeded`, `disk.ticketInvalid`, `disk.ticketExpired`,
   * `disk.identityChanged`, `disk.disappeared`, `disk.blocked`
   */
  confirmErase(
    challengeId: string,
    typedText: string,
  ): Promise<{ readonly eraseTicket: string; readonly validUntil: string }>;
  /**
   * Keeps tickets good while a session is put together: staging may take longer to check than a ticket lives. None is used up. Call
   * the answer when the session stands or was refused.
   * @throws AppError `disk.ticketExpired` naming the disk whose confirmation came too early; then none is held
   */
  hold(tickets: readonly HeldTicket[]): () => void;
  /** All of them are good, or none is used up, but for one that is shown for another disk or job. @throws AppError `disk.ticketInvalid`, `disk.ticketExpired` */
  check(jobId: JobId, tickets: readonly HeldTicket[]): void;
  /**
   * Uses a ticket up, whether it is good or not.
   * @returns the disk that may be erased now
   * @throws AppError `disk.ticketInvalid`, `disk.ticketExpired`, `disk.identityChanged`, `disk.disappeared`, `disk.blocked`
   */
  redeem(jobId: JobId, diskId: DiskId, eraseTicket: string): Promise<DiskFacts>;
}

export interface HeldTicket {
  readonly diskId: DiskId;
  readonly eraseTicket: string;
}

interface Permission {
  readonly jobId: JobId;
  readonly diskId: DiskId;
  readonly identity: DiskIdentity;
  readonly issuedAt: number;
  readonly lifetimeMilliseconds: number;
}

const challengeLifetimeMilliseconds = 15 * 60 * 1000;
/** More than any page keeps open; the oldest goes first. */
const mostChallenges = 64;
/** How long an expired permission is known, so that the answer can name its disk. */
const rememberedMilliseconds = 60 * 60 * 1000;

const invalid = (): AppError =>
  new AppError({ kind: 'user', code: 'disk.ticketInvalid', retry: 'choose-again' });

export interface EraseGuardOptions {
  /** Disks read and judged right now. @throws AppError `disk.listFailed` */
  readonly readFresh: (jobId: JobId) => Promise<readonly JudgedDisk[]>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createEraseGuard({ readFresh, clock }: EraseGuardOptions): EraseGuard {
  const challenges = new Map<string, Permission & { attemptsLeft: number }>();
  const tickets = new Map<string, Permission>();
  const now = (): number => clock.now().getTime();
  const draw = (): string => randomBytes(24).toString('base64url');
  /** A clock that was moved back makes nothing live longer. */
  const isExpired = ({ issuedAt, lifetimeMilliseconds }: Permission): boolean =>
    now() < issuedAt || now() > issuedAt + lifetimeMilliseconds;

  const isForgotten = (permission: Permission): boolean =>
    isExpired(permission) && now() > permission.issuedAt + rememberedMilliseconds;
  const held = new Map<string, number>();

  const revoke = (identity: DiskIdentity): void => {
    for (const map of [challenges, tickets]) {
      for (const [key, permission] of map) {
        if (isForgotten(permission) || isSameDisk(permission.identity, identity)) map.delete(key);
      }
    }
    for (const key of [...challenges.keys()].slice(0, Math.max(0, challenges.size - mostChallenges))) {
      challenges.delete(key);
    }
  };
  const check = (permission: Permission | undefined, isHeld = false): Permission => {
    if (permission === undefined) throw invalid();
    if (isExpired(permission) && !isHeld) {
      const { serial, model } = permission.identity;
      const params = { serial, model };
      throw new AppError({ kind: 'user', code: 'disk.ticketExpired', params, retry: 'choose-again' });
    }
    return permission;
  };
  const checkTicket = (jobId: JobId, { diskId, eraseTicket }: HeldTicket): DiskIdentity => {
    const ticket = check(tickets.get(eraseTicket), held.has(eraseTicket));
    if (ticket.jobId !== jobId || ticket.diskId !== diskId) {
      // No page of ours asks for another disk than was confirmed: whoever does so loses the permission.
      tickets.delete(eraseTicket);
      throw invalid();
    }
    return ticket.identity;
  };
  const changeHold = (eraseTicket: string, by: 1 | -1): void => {
    const count = (held.get(eraseTicket) ?? 0) + by;
    if (count > 0) held.set(eraseTicket, count);
    else held.delete(eraseTicket);
  };

  return {
    async requestErase(jobId, diskId) {
      const { facts } = requireUsable(findDisk(await readFresh(jobId), diskId));
      const { identity } = facts;
      revoke(identity);
      const challengeId = draw();
      challenges.set(challengeId, {
        jobId,
        diskId,
        identity,
        issuedAt: now(),
        lifetimeMilliseconds: challengeLifetimeMilliseconds,
        attemptsLeft: maximumConfirmationAttempts,
      });
      const serialCharacters = serialCharactersToType(identity);
      return { challengeId, identity, serialCharacters, volumes: [...facts.volumes] };
    },

    async confirmErase(challengeId, typedText) {
      const challenge = challenges.get(challengeId);
      const { jobId, diskId, identity } = check(challenge);
      if (challenge === undefined) throw invalid();
      if (!confirmsErase(identity, typedText)) {
        challenge.attemptsLeft -= 1;
        if (challenge.attemptsLeft === 0) challenges.delete(challengeId);
        throw new AppError({
          kind: 'user',
          code: challenge.attemptsLeft === 0 ? 'disk.attemptsExceeded' : 'disk.confirmationWrong',
          params: {
            model: identity.model,
            characters: serialCharactersToType(identity),
            attemptsLeft: challenge.attemptsLeft,
          },
          field: 'typedText',
          ...(challenge.attemptsLeft === 0 ? { retry: 'choose-again' as const } : {}),
        });
      }
      // Gone before anything is awaited: two answers to one challenge make one ticket.
      challenges.delete(challengeId);
      requireConfirmedDisk(await readFresh(jobId), diskId, identity);
      const eraseTicket = draw();
      const issuedAt = now();
      const lifetimeMilliseconds = ticketLifetimeMilliseconds;
      tickets.set(eraseTicket, { jobId, diskId, identity, issuedAt, lifetimeMilliseconds });
      return { eraseTicket, validUntil: new Date(issuedAt + lifetimeMilliseconds).toISOString() };
    },

    hold(wanted) {
      const known = wanted.flatMap(({ eraseTicket }) => (tickets.has(eraseTicket) ? [eraseTicket] : []));
      for (const eraseTicket of known) check(tickets.get(eraseTicket), held.has(eraseTicket));
      for (const eraseTicket of known) changeHold(eraseTicket, 1);
      return () => {
        for (const eraseTicket of known) changeHold(eraseTicket, -1);
      };
    },

    check(jobId, wanted) {
      for (const ticket of wanted) checkTicket(jobId, ticket);
    },

    async redeem(jobId, diskId, eraseTicket) {
      try {
        const identity = checkTicket(jobId, { diskId, eraseTicket });
        // Gone before anything is awaited: two answers to one ticket erase nothing twice.
        tickets.delete(eraseTicket);
        return requireConfirmedDisk(await readFresh(jobId), diskId, identity).facts;
      } finally {
        tickets.delete(eraseTicket);
      }
    },
  };
}
