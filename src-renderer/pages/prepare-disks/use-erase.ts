import { useEffect, useReducer, useRef, useState } from 'react';
import type { CallOutput } from '../../../src-shared/contract/calls.ts';
import { confirmsErase } from '../../../src-shared/domain/erase-confirmation.ts';
import type { DiskId, JobId } from '../../../src-shared/domain/ids.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { invoke } from '../../bridge/invoke.ts';

export type EraseChallenge = CallOutput<'prepareDisks.requestErase'>;

/** One disk of the dialog: what was read from it just now, what was typed, what went wrong with it. */
export interface EraseEntry {
  readonly diskId: DiskId;
  readonly challenge?: EraseChallenge;
  readonly typed: string;
  readonly error?: AppErrorData;
}

type Change = Partial<Omit<EraseEntry, 'diskId' | 'error'>> & { readonly error?: AppErrorData | undefined };

function reduce(entries: readonly EraseEntry[], action: { diskId: DiskId; change: Change }) {
  return entries.map((entry): EraseEntry => {
    if (entry.diskId !== action.diskId) return entry;
    const { error, ...kept } = { ...entry, ...action.change };
    return error === undefined ? kept : { ...kept, error };
  });
}

export function isConfirmed({ challenge, typed }: EraseEntry): boolean {
  return challenge !== undefined && confirmsErase(challenge.identity, typed);
}

/**
 * Erase confirmation of several disks: asks the main process what each disk is now, collects what is typed, turns it into
 * one-time tickets and hands them on. What was typed stays when a disk is refused.
 * @param onTickets starts or widens the session; its rejection is shown as `error`
 */
export function useErase(
  jobId: JobId,
  diskIds: readonly DiskId[],
  onTickets: (choices: readonly { diskId: DiskId; eraseTicket: string }[]) => Promise<unknown>,
) {
  const bridge = useBridge();
  const [entries, dispatch] = useReducer(
    reduce,
    diskIds.map((diskId): EraseEntry => ({ diskId, typed: '' })),
  );
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<AppErrorData>();
  const update = (diskId: DiskId, change: Change) => dispatch({ diskId, change });

  const read = async (diskId: DiskId, keptError?: AppErrorData) => {
    try {
      const challenge = await invoke(bridge, 'prepareDisks.requestErase', { jobId, diskId });
      update(diskId, { challenge, error: keptError });
    } catch (cause) {
      update(diskId, { error: cause as AppErrorData });
    }
  };

  const hasAsked = useRef(false);
  useEffect(() => {
    if (hasAsked.current) return;
    hasAsked.current = true;
    for (const diskId of diskIds) void read(diskId);
  });

  const ticketFor = async ({ diskId, challenge, typed }: EraseEntry) => {
    if (challenge === undefined) return undefined;
    try {
      const { eraseTicket } = await invoke(bridge, 'prepareDisks.confirmErase', {
        challengeId: challenge.challengeId,
        typedText: typed,
      });
      return { diskId, eraseTicket };
    } catch (cause) {
      const error = cause as AppErrorData;
      // A slip of typing may be corrected. After anything else the disk is read again: the next try stands on what it is then.
      if (error.code === 'disk.confirmationWrong') update(diskId, { error });
      else await read(diskId, error);
      return undefined;
    }
  };

  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    const tickets = (await Promise.all(entries.map(ticketFor))).filter((ticket) => ticket !== undefined);
    try {
      if (tickets.length === entries.length) await onTickets(tickets);
      else await Promise.all(tickets.map(({ diskId }) => read(diskId)));
    } catch (cause) {
      setError(cause as AppErrorData);
      await Promise.all(diskIds.map((diskId) => read(diskId)));
    } finally {
      setBusy(false);
    }
  };

  return {
    entries,
    isBusy,
    error,
    type: (diskId: DiskId, typed: string) => update(diskId, { typed, error: undefined }),
    readAgain: (diskId: DiskId) => void read(diskId),
    confirm: () => void confirm(),
    canConfirm: !isBusy && entries.every(isConfirmed),
  };
}
