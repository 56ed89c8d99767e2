import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounceThrottled } from './use-announce.ts';

const shownMilliseconds = 2000;

export interface Copying {
  /** True for a moment after the text was copied. */
  readonly isCopied: boolean;
  readonly copy: (text: string) => void;
}

/** Copies text, and says for a moment that it did; a refusal of the system changes nothing. */
export function useCopy(): Copying {
  const { t } = useTranslation();
  const announce = useAnnounceThrottled();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const write = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // Still to be seen and marked by hand.
    }
    setCopied(true);
    announce.now(t('common.copied'));
  };
  return { isCopied, copy: (text) => void write(text) };
}
