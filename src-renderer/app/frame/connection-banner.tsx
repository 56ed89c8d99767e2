import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { formatTime } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../use-language.ts';

function isUnanswered(query: Query): boolean {
  const error = query.state.error as AppErrorData | null;
  return error?.code === 'azure.unreachable' || error?.code === 'practice.azureUnreachable';
}

/** Queries that Azure did not answer, followed as the cache changes. */
function useUnansweredQueries(): readonly Query[] {
  const cache = useQueryClient().getQueryCache();
  const [unanswered, setUnanswered] = useState<readonly Query[]>([]);
  useEffect(() => {
    const look = () =>
      setUnanswered((known) => {
        const found = cache.getAll().filter(isUnanswered);
        return found.length === 0 && known.length === 0 ? known : found;
      });
    look();
    // Adding a query happens while a page renders, when no other component may be changed; only answers matter here.
    return cache.subscribe(({ type }) => {
      if (type === 'updated' || type === 'removed') look();
    });
  }, [cache]);
  return unanswered;
}

/** Says that Azure does not answer and how old the figures on screen are; a banner, because the rest goes on. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const language = useLanguage();
  const unanswered = useUnansweredQueries();
  if (unanswered.length === 0) return <div />;
  const updatedAt = Math.max(...unanswered.map(({ state }) => state.dataUpdatedAt));
  return (
    <MessageBar intent="warning">
      <MessageBarBody>
        <MessageBarTitle>{t('frame.offlineTitle')}</MessageBarTitle>
        {updatedAt > 0
          ? t('frame.offlineSince', { time: formatTime(new Date(updatedAt).toISOString(), language) })
          : t('frame.offlineNoData')}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => void Promise.all(unanswered.map((query) => query.fetch()))}>
          {t('common.tryAgain')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
