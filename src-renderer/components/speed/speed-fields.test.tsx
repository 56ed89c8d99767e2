// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { type SpeedSettings, unlimitedSpeed } from '../../../src-shared/domain/speed-limits.ts';
import { createTranslator } from '../../../src-shared/locales/translator.ts';
import { createFakeApp } from '../../testing/fake-app.ts';
import '../../testing/find-in-dialogs.ts';
import { renderWithApp } from '../../testing/render-with-app.tsx';
import { sampleDraft, sampleJob, sampleTask } from '../../testing/samples.ts';
import { ProgressPanel } from '../progress-panel.tsx';
import { SpeedFields } from './speed-fields.tsx';
import { speedText } from './speed-text.ts';

afterEach(cleanup);

const office: SpeedSettings = {
  ...unlimitedSpeed,
  workHourBytesPerSecond: 2_500_000,
  otherBytesPerSecond: 125_000_000,
};

describe('fields', () => {
  let last: SpeedSettings = unlimitedSpeed;
  function Fields(props: { readonly start: SpeedSettings }) {
    const [settings, setSettings] = useState(props.start);
    last = settings;
    return <SpeedFields settings={settings} onChange={setSettings} />;
  }

  it('hide hours and bandwidths until something is limited, and forget them when nothing is any more', async () => {
    renderWithApp(createFakeApp(), <Fields start={unlimitedSpeed} />);
    expect(screen.queryByLabelText('In work hours')).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Limit the bandwidth' }));
    await userEvent.type(screen.getByLabelText('In work hours'), '20');
    expect(last).toEqual({ ...unlimitedSpeed, workHourBytesPerSecond: 2_500_000 });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Saturday' }));
    expect(last.workDays.at(-1)).toBe('saturday');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Limit the bandwidth' }));
    expect(last.workHourBytesPerSecond).toBeUndefined();
  });

  it('take what MARS takes, and keep the last good value while something else is typed', async () => {
    renderWithApp(createFakeApp(), <Fields start={office} />);
    const box = screen.getByLabelText<HTMLInputElement>('At other times');
    expect(box.value).toBe('1000');
    await userEvent.type(box, '0');
    expect(screen.getByText(/^Type a number from 0.512 to 1,023/)).toBeTruthy();
    expect(last.otherBytesPerSecond).toBe(125_000_000);
    await userEvent.clear(box);
    expect(last).toEqual({ ...unlimitedSpeed, workHourBytesPerSecond: 2_500_000 });
    await userEvent.type(box, '0,512');
    expect(last.otherBytesPerSecond).toBe(64_000);
  });
});

it.each([
  [unlimitedSpeed, 'As fast as it goes.'],
  [{ ...unlimitedSpeed, backgroundMode: true }, 'Half of the processors are left to other programs.'],
  [
    office,
    'On Monday, Tuesday, Wednesday, Thursday, and Friday from 9:00 AM to 6:00 PM: at most 20 Mbit/s (2.5 MB/s). ' +
      'At other times: at most 1,000 Mbit/s (125 MB/s).',
  ],
  [{ ...office, workDays: [] }, 'At any time: at most 1,000 Mbit/s (125 MB/s).'],
  [{ ...unlimitedSpeed, workDays: [], workHourBytesPerSecond: 64_000 }, 'As fast as it goes.'],
] satisfies [SpeedSettings, string][])('reads the settings back: %#', (settings, sentence) => {
  const translate = createTranslator('en');
  expect(
    speedText(translate as unknown as Parameters<typeof speedText>[0], settings, 'en').replaceAll(
      '\u00a0',
      ' ',
    ),
  ).toBe(sentence);
});

it('can be changed while a backup runs', async () => {
  const job = sampleJob({ phase: 'staging', draft: sampleDraft({ speed: office }) });
  const fake = createFakeApp(
    { jobs: [job] },
    { 'initiate.setSpeed': ({ speed }) => ({ ...job, draft: { ...job.draft, speed } }) },
  );
  renderWithApp(fake, <ProgressPanel task={sampleTask()} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Speed' }));
  await userEvent.click(await screen.findByRole('checkbox', { name: /^Work in the background/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(fake.calls.filter(({ name }) => name === 'initiate.setSpeed')).toEqual([
    { name: 'initiate.setSpeed', input: { jobId: job.id, speed: { ...office, backgroundMode: true } } },
  ]);
});
