// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleDraft, sampleJob } from '../../testing/samples.ts';
import { ItemsStep } from './items-step.tsx';

afterEach(cleanup);

const job = sampleJob();
const everything = { includeSubfolders: true, fileTypes: [] };

/** The step over a draft that follows it; answers with what the draft is at last. */
function openStep(change: Partial<InitiateDraft> = {}, rules?: { files: number; bytes: number }[]) {
  const drafts: InitiateDraft[] = [sampleDraft(change)];
  function Step() {
    const [draft, setDraft] = useState(drafts[0] ?? sampleDraft());
    const onChange = (part: Partial<InitiateDraft>) =>
      setDraft((known) => {
        drafts.push({ ...known, ...part });
        return { ...known, ...part };
      });
    return <ItemsStep jobId={job.id} draft={draft} isSaved showRequired={false} onChange={onChange} />;
  }
  const estimate = {
    files: 10,
    folders: 2,
    sourceBytes: 3_000_000_000,
    excludedFiles: 0,
    excludedBytes: 0,
    stagedBytesLow: 1_000_000_000,
    stagedBytesHigh: 2_000_000_000,
    unreadable: 0,
    finished: true,
    ...(rules === undefined ? {} : { rules }),
  };
  renderWithApp(createFakeApp({ jobs: [job] }, { 'initiate.estimate': () => estimate }), <Step />);
  return () => drafts.at(-1) ?? sampleDraft();
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('the form of a rule', () => {
  it('takes patterns one a line, says which is broken, and adds an exclusion', async () => {
    const draft = openStep();
    await press('Add exclusion');
    await userEvent.type(screen.getByRole('textbox', { name: 'Folder or file to leave out' }), 'photos');
    expect(screen.getByText('Type a full path.')).toBeTruthy();
    const path = screen.getByRole('textbox', { name: 'Folder or file to leave out' });
    await userEvent.clear(path);
    await userEvent.type(path, '/srv/photos');
    const patterns = screen.getByRole('textbox', { name: 'Only names like these' });
    await userEvent.type(patterns, '*.tmp{Enter}a**b');
    expect(screen.getByText('a**b: ** stands alone between slashes.')).toBeTruthy();
    const add = screen.getByRole('button', { name: 'Add' });
    expect(add.getAttribute('aria-disabled')).toBe('true');
    await userEvent.type(patterns, '{Backspace}{Backspace}{Backspace}{Backspace}cache/**');
    await userEvent.click(screen.getByRole('checkbox', { name: 'In folders below it too' }));
    expect(screen.getByText(/^cache\/\*\*: Without the folders below/)).toBeTruthy();
    await userEvent.click(screen.getByRole('checkbox', { name: 'In folders below it too' }));
    await userEvent.click(add);
    expect(draft().exclusions).toEqual([
      { path: '/srv/photos', includeSubfolders: true, fileTypes: [], patterns: ['*.tmp', 'cache/**'] },
    ]);
    expect(screen.getByText('Names like *.tmp, cache/**')).toBeTruthy();
  });

  it('adds an exception by keys alone, and says which rule decides', async () => {
    const draft = openStep({ exclusions: [{ path: '/srv/photos/raw', ...everything }] });
    (await screen.findByRole('button', { name: 'Add exception' })).focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('/srv/photos/raw');
    screen.getByRole('textbox', { name: 'Only these file types' }).focus();
    await userEvent.keyboard('docx');
    screen.getByRole('button', { name: 'Add' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(draft().exclusions.at(-1)).toEqual({
      path: '/srv/photos/raw',
      includeSubfolders: true,
      fileTypes: ['docx'],
      effect: 'keep',
    });
    const opener = screen.getByRole('button', { name: 'Add exception' });
    await waitFor(() => expect(document.activeElement).toBe(opener));
    expect(screen.getByText(/^The rule for the nearest folder decides/)).toBeTruthy();
    await press('Remove the exception /srv/photos/raw');
    expect(draft().exclusions).toEqual([{ path: '/srv/photos/raw', ...everything }]);
  });
});

describe('the step', () => {
  it('tells what each rule amounts to', async () => {
    const exclusions = [
      { path: '/srv/photos', includeSubfolders: true, fileTypes: ['tmp'] },
      { path: '/srv/photos/x', ...everything, effect: 'keep' as const },
    ];
    openStep({ exclusions }, [
      { files: 12, bytes: 3_000_000 },
      { files: 0, bytes: 0 },
    ]);
    expect(await screen.findByText(/^12 files, 3\sMB$/)).toBeTruthy();
    expect(screen.getByText('Fits nothing at present')).toBeTruthy();
  });

  it('has an item without its subfolders, and takes it away', async () => {
    const draft = openStep();
    const region = within(await screen.findByRole('region', { name: 'Ticked (1)' }));
    await userEvent.click(region.getByRole('checkbox', { name: 'Subfolders of /srv/photos' }));
    expect(draft().items).toEqual([{ path: '/srv/photos', kind: 'folder', includeSubfolders: false }]);
    await userEvent.click(region.getByRole('button', { name: 'Untick /srv/photos' }));
    expect(draft().items).toEqual([]);
  });

  it('says whether a typed path would be backed up, and by which rule', async () => {
    openStep({ exclusions: [{ path: '/srv/photos', includeSubfolders: true, fileTypes: ['tmp'] }] });
    const region = within(await screen.findByRole('region', { name: 'Test a path' }));
    const box = region.getByRole('textbox', { name: 'File or folder' });
    await userEvent.type(box, '/srv/photos/a');
    const status = region.getByRole('status');
    expect(status.textContent).toBe('Backed up. No rule speaks of it.');
    await userEvent.type(box, '.tmp');
    const leftOut = 'Left out by the exclusion /srv/photos (Files of type *.tmp).';
    expect(status.textContent).toBe(`As a file: ${leftOut}As a folder: Backed up. No rule speaks of it.`);
    await userEvent.type(box, '/');
    await waitFor(() => expect(status.textContent).toBe('Backed up. No rule speaks of it.'));
  });
});
