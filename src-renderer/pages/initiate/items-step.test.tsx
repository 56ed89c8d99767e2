// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exclusion, InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleDraft, sampleJob } from '../../testing/samples.ts';
import { ExclusionsList } from './exclusions-list.tsx';
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

describe('a rule that is there', () => {
  const tmp = { path: '/srv/photos', includeSubfolders: false, fileTypes: ['tmp', 'bak'], patterns: ['a b'] };
  const other = { path: '/srv/other', ...everything };

  it('is changed in its place by keys alone, and its figures are counted anew', async () => {
    const draft = openStep({ exclusions: [tmp, other] });
    const opener = {
      name: 'Change /srv/photos (Files of type *.tmp, *.bak; Names like a b; in this folder only)',
    };
    (await screen.findByRole('button', opener)).focus();
    await userEvent.keyboard('{Enter}');
    const path = screen.getByRole('textbox', { name: 'Folder or file to leave out' });
    await waitFor(() => expect(document.activeElement).toBe(path));
    expect((path as HTMLInputElement).value).toBe('/srv/photos');
    expect((screen.getByLabelText('Only names like these') as HTMLTextAreaElement).value).toBe('a b');
    // One thing at a time.
    for (const name of ['Add exclusion', 'Change /srv/other (Everything below it)'])
      expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
    await userEvent.keyboard('/raw');
    const types = screen.getByLabelText('Only these file types');
    await userEvent.clear(types);
    await userEvent.type(types, 'tmp');
    screen.getByRole('button', { name: 'Save' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(draft().exclusions).toEqual([{ ...tmp, path: '/srv/photos/raw', fileTypes: ['tmp'] }, other]);
    const again = {
      name: 'Change /srv/photos/raw (Files of type *.tmp; Names like a b; in this folder only)',
    };
    expect(document.activeElement).toBe(screen.getByRole('button', again));
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('stays as it was when the change is cancelled, or when what is typed is no rule', async () => {
    const kept = { ...other, effect: 'keep' as const };
    const draft = openStep({ exclusions: [tmp, kept] });
    await press('Change /srv/other (Everything below it)');
    const path = screen.getByRole('textbox', { name: 'Folder or file to keep although it is left out' });
    await userEvent.clear(path);
    await userEvent.type(path, 'other');
    const save = screen.getByRole('button', { name: 'Save' });
    expect(save.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(save);
    await press('Cancel');
    expect(draft().exclusions).toEqual([tmp, kept]);
    const opener = screen.getByRole('button', { name: 'Change /srv/other (Everything below it)' });
    expect(document.activeElement).toBe(opener);
  });

  it('keeps its effect when it is changed', async () => {
    const draft = openStep({ exclusions: [{ ...other, effect: 'keep' }] });
    await press('Change /srv/other (Everything below it)');
    await userEvent.type(screen.getByLabelText('Only these file types'), 'pdf');
    await press('Save');
    expect(draft().exclusions).toEqual([{ ...other, fileTypes: ['pdf'], effect: 'keep' }]);
  });

  it('is moved by keys past rules for the same path, where that changes what is backed up', async () => {
    const keep = {
      path: '/srv/photos',
      includeSubfolders: true,
      fileTypes: ['tmp'],
      effect: 'keep' as const,
    };
    const draft = openStep({ exclusions: [keep, other, tmp] });
    const down = { name: 'Move /srv/photos (Files of type *.tmp) down' };
    const button = await screen.findByRole('button', down);
    expect(screen.queryByRole('button', { name: /^Move \/srv\/other/ })).toBeNull();
    const status = () => screen.getByRole('region', { name: 'Test a path' }).querySelector('[role="status"]');
    const box = within(screen.getByRole('region', { name: 'Test a path' })).getByRole('textbox');
    await userEvent.type(box, '/srv/photos/x.tmp');
    expect(status()?.textContent).toMatch(/Left out by the exclusion/);
    button.focus();
    await userEvent.keyboard('{Enter}');
    expect(draft().exclusions).toEqual([tmp, other, keep]);
    expect(status()?.textContent).toMatch(/kept by the exception/);
    const moved = screen.getByRole('button', down);
    expect(document.activeElement).toBe(moved);
    expect(moved.getAttribute('aria-disabled')).toBe('true');
    await userEvent.keyboard('{Enter}');
    expect(draft().exclusions).toEqual([tmp, other, keep]);
    await press('Move /srv/photos (Files of type *.tmp) up');
    expect(draft().exclusions).toEqual([keep, other, tmp]);
  });

  it('that is taken out of the list while it is being changed takes its form along, and the others can be changed again', async () => {
    function List() {
      const [exclusions, setExclusions] = useState<readonly Exclusion[]>([tmp, other]);
      return (
        <>
          <button type="button" onClick={() => setExclusions([other])}>
            Tick in the tree
          </button>
          <ExclusionsList exclusions={exclusions} sizes={undefined} onChange={setExclusions} />
        </>
      );
    }
    renderWithApp(createFakeApp(), <List />);
    await press('Change /srv/photos (Files of type *.tmp, *.bak; Names like a b; in this folder only)');
    expect(screen.getByRole('button', { name: 'Save' })).toBeTruthy();
    await press('Tick in the tree');
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    const next = screen.getByRole('button', { name: 'Change /srv/other (Everything below it)' });
    expect(next.getAttribute('aria-disabled')).toBeNull();
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
