import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StartRequest as Request } from '../../src-shared/contract/app-calls.ts';
import { hasReached, type JobSnapshot } from '../../src-shared/domain/job.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { invoke } from '../bridge/invoke.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { useNavigation, type View } from './navigation.tsx';

/** The job that `u:` alone means: the one that waits for its parcel. Several or none: the list says more. */
function viewForShipping(jobs: readonly JobSnapshot[]): View {
  const waiting = jobs.filter((job) => hasReached(job, 'jobCreated') && !hasReached(job, 'imported'));
  const [job] = waiting;
  return job !== undefined && waiting.length === 1
    ? { kind: 'job', jobId: job.id, page: 'shipping' }
    : { kind: 'jobs' };
}

/** Goes where the arguments of the start point, and says what was wrong with them. Draws nothing otherwise. */
export function StartRequest() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { go } = useNavigation();
  // Its identity changes with every view; the request is taken once all the same.
  const goTo = useRef(go);
  goTo.current = go;
  const [error, setError] = useState<AppErrorData>();
  const [surplusFile, setSurplusFile] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const follow = async (request: Request) => {
      setError(request.error);
      setSurplusFile(request.publishSettingsPath);
      const { stagingPath, jobFile, wantsShipping } = request;
      if (stagingPath !== undefined || jobFile !== undefined) {
        const page = wantsShipping ? 'shipping' : 'prepareDisks';
        goTo.current({ kind: 'openStaged', start: { stagingPath, jobFile, page } });
      } else if (wantsShipping) goTo.current(viewForShipping(await invoke(bridge, 'jobs.list', {})));
      else if (request.publishSettingsPath !== undefined) goTo.current({ kind: 'openStaged' });
    };
    const take = () => {
      invoke(bridge, 'app.takeStart', {})
        .then((request) => (isGone ? undefined : follow(request)))
        .catch((cause: AppErrorData) => setError(cause));
    };
    take();
    const unsubscribe = bridge.events['app.startRequested'](take);
    return () => {
      isGone = true;
      unsubscribe();
    };
  }, [bridge]);
  return (
    <>
      {error === undefined ? null : <ErrorPanel error={error} onDismiss={() => setError(undefined)} />}
      {surplusFile === undefined ? null : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('start.publishSettingsTitle')}</MessageBarTitle>
            {t('start.publishSettingsText', { path: surplusFile })}
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" appearance="transparent" onClick={() => setSurplusFile(undefined)}>
              {t('common.dismiss')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </>
  );
}
