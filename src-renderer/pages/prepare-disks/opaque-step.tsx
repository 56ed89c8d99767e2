import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { brokenImportJobNameRule } from '../../../src-shared/domain/naming-rules.ts';
import type { OpaqueSettings } from '../../../src-shared/domain/opaque.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { Section } from '../../components/section.tsx';
import { SignInPanel } from '../../components/sign-in-panel.tsx';
import { useErrorWords } from '../../components/use-error-words.ts';
import { useKept } from '../../components/use-kept.ts';
import { AzurePickers } from '../initiate/azure-pickers.tsx';
import { BlobKindField, ExtraFields, PlaceFields } from './opaque-fields.tsx';
import { OpaqueFindings } from './opaque-findings.tsx';
import { areSettingsComplete, settingsOf } from './opaque-form.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

const noError: AppErrorData = { kind: 'user', code: 'opaque.detailInvalid', params: {} };

/** Once the boxes say what they lack. */
function focusFirstProblem(): void {
  document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
}

/** What was typed, kept over page changes, and the calls that save, check and accept it. */
function useOpaqueDetails(job: JobSnapshot) {
  const [settings, setSettings] = useKept<OpaqueSettings>(`opaque.${job.id}`, () => settingsOf(job));
  const check = useCall('opaque.check', { jobId: job.id });
  const save = useCallMutation('opaque.save', { onSuccess: () => void check.refetch() });
  const accept = useCallMutation('opaque.accept');
  const change = (part: Partial<OpaqueSettings>) => {
    const next = { ...settings, ...part };
    setSettings(next);
    // Lengths are judged by the kind: the list below must follow at once.
    if (part.blobKind !== undefined) save.mutate({ jobId: job.id, settings: next });
  };
  const submit = async () => {
    await save.mutateAsync({ jobId: job.id, settings });
    await accept.mutateAsync({ jobId: job.id });
  };
  return { settings, change, submit, check, save, accept, isBusy: save.isPending || accept.isPending };
}

/** A folder of another program: what is in it, what it becomes, and where in Azure it belongs. Drives come after that. */
export function OpaqueStep({ job }: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data: account } = useCall('account.status', {});
  const { settings, change, submit, check, save, accept, isBusy } = useOpaqueDetails(job);
  const [wasAsked, setAsked] = useState(false);
  const error = save.error ?? accept.error;
  const words = useErrorWords(error ?? noError);
  const refused = error?.field === undefined ? undefined : { field: error.field, message: words.title };
  const isSignedIn = account?.signedIn === true;
  const details = { ...job.draft.offlineDetails, ...settings };
  const goOn = () => {
    setAsked(true);
    // Both errors are shown; there is nothing more to do about them here.
    if (areSettingsComplete(settings)) submit().catch(() => undefined);
    else requestAnimationFrame(focusFirstProblem);
  };
  const fields = { settings, onChange: change, refused };
  return (
    <>
      {error === null ? null : (
        <ErrorPanel
          error={error}
          onDismiss={() => {
            save.reset();
            accept.reset();
          }}
        />
      )}
      <OpaqueFindings check={check} onUseBlocks={() => change({ blobKind: 'block' })} />
      <BlobKindField {...fields} />
      <Section title={t('opaque.destination')}>
        {account !== undefined && !isSignedIn ? (
          <Section title={t('initiate.offlineDetails.signIn')} framed>
            <SignInPanel cloudId={job.cloudId} />
          </Section>
        ) : null}
        <div className={styles.form}>
          <AzurePickers
            jobId={job.id}
            details={details}
            isSignedIn={isSignedIn}
            showRequired={wasAsked}
            containerHint={t('opaque.container')}
            withVault={false}
            onChange={change}
          >
            <FieldRow
              label={t('initiate.offlineDetails.importJobName')}
              hint={t('opaque.importJobNameHint')}
              required
              brokenRule={brokenImportJobNameRule(settings.importJobName)}
              showRequired={wasAsked}
            >
              <Input
                value={settings.importJobName}
                maxLength={256}
                spellCheck={false}
                autoComplete="off"
                onChange={(_event, { value }) => change({ importJobName: value })}
              />
            </FieldRow>
          </AzurePickers>
          <PlaceFields {...fields} />
        </div>
      </Section>
      <ExtraFields {...fields} />
      <PageFooter status={isBusy ? t('opaque.accepting') : t('opaque.status')}>
        <Button appearance="primary" disabledFocusable={isBusy} onClick={goOn}>
          {t('opaque.accept')}
        </Button>
      </PageFooter>
    </>
  );
}
