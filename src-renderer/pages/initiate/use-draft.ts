import { useCallback, useEffect, useRef, useState } from 'react';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useCallMutation } from '../../bridge/use-call.ts';

const quietMilliseconds = 500;

export interface DraftState {
  readonly draft: InitiateDraft;
  readonly change: (change: Partial<InitiateDraft>) => void;
  /** True once all that was typed is in the job record. */
  readonly isSaved: boolean;
  readonly savedAt: string;
  readonly error: AppErrorData | undefined;
  /** Saves now, and waits for it; for going on to something that reads the saved draft. */
  readonly saveNow: () => Promise<void>;
}

/** The draft as typed, saved after half a second of quiet and when the page closes, so that nothing typed is lost. */
export function useDraft(job: JobSnapshot): DraftState {
  const [draft, setDraft] = useState(job.draft);
  const latest = useRef(job.draft);
  const saved = useRef(job.draft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isSaved, setSaved] = useState(true);
  const [savedAt, setSavedAt] = useState(job.updatedAt);
  const { mutateAsync, error } = useCallMutation('initiate.saveDraft');
  const jobId = job.id;

  const saveNow = useCallback(async () => {
    clearTimeout(timer.current);
    const sent = latest.current;
    if (sent === saved.current) return;
    const answer = await mutateAsync({ jobId, draft: sent });
    saved.current = sent;
    setSavedAt(answer.updatedAt);
    setSaved(latest.current === sent);
  }, [mutateAsync, jobId]);

  const saveQuietly = useCallback(() => {
    // A refusal is kept in `error` and shown; what was typed stays on screen and is sent again with the next change.
    saveNow().catch(() => undefined);
  }, [saveNow]);

  const change = useCallback(
    (part: Partial<InitiateDraft>) => {
      latest.current = { ...latest.current, ...part };
      setDraft(latest.current);
      setSaved(false);
      clearTimeout(timer.current);
      timer.current = setTimeout(saveQuietly, quietMilliseconds);
    },
    [saveQuietly],
  );

  useEffect(() => saveQuietly, [saveQuietly]);

  return { draft, change, isSaved, savedAt, error: error ?? undefined, saveNow };
}
