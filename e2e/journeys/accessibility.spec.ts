import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { settled } from '../fixtures/pictures.ts';
import { draftSample, passphrase } from '../fixtures/shortcuts.ts';
import { walkThrough } from '../fixtures/tour.ts';
import { expect, test } from '../fixtures/wizard.ts';
import { Frame } from '../pages/frame.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
/** Looks that may differ in contrast only; names, roles and order are the same in all of them. */
const otherLooks = {
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  // Dark as Fluent's high-contrast theme is: axe reads the colour below the forced one.
  'high contrast': { colorScheme: 'dark', forcedColors: 'active' },
} as const;
const light = { colorScheme: 'light', forcedColors: 'none' } as const;

/**
 * Asks for violations only: describing all that is right takes most of axe's time. Half a megabyte of axe is read once per page.
 */
async function axeFor(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  const builder = isThere ? new AxeBuilder({ page, axeSource: 'void 0;' }) : new AxeBuilder({ page });
  return builder.options({ resultTypes: ['violations'] });
}

async function readViolations(page: Page, builder: AxeBuilder): Promise<readonly string[]> {
  // A part that still fades to its colours has the contrast of that moment.
  await page.evaluate(settled);
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  // Fluent's own markers at both ends of a focus trap: nothing of ours, and the focus never stays on them.
  const { violations } = await builder.setLegacyMode().exclude('[data-tabster-dummy]').analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

/** What is wrong and stays wrong: a button that is just being switched on has, for one reading, the colours of a switched-off one. */
async function violationsOf(
  page: Page,
  rulesToRun: (builder: AxeBuilder) => AxeBuilder,
): Promise<readonly string[]> {
  const read = async () => readViolations(page, rulesToRun(await axeFor(page)));
  const first = await read();
  if (first.length === 0) return first;
  await page.waitForTimeout(1000);
  const still = new Set(await read());
  return first.filter((violation) => still.has(violation));
}

/** Movement that goes on although the system asks for none; a bar of unknown length fades instead of running, and may. */
function motionOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { effect } = animation;
      if (
        !(effect instanceof KeyframeEffect) ||
        effect.target?.closest('[role="progressbar"]') ||
        animation.playState !== 'running'
      )
        return [];
      const { duration } = effect.getComputedTiming();
      return Number(duration) > 1
        ? [`moves for ${duration} ms: ${effect.target?.outerHTML.slice(0, 120)}`]
        : [];
    }),
  );
}

test('no page, state or dialog breaks a rule of WCAG 2.1 AA or moves against the wish, in light, dark and high contrast', async ({
  wizard,
}) => {
  const { page } = wizard;
  const violations: string[] = [];
  await page.emulateMedia({ ...light, reducedMotion: 'reduce' });
  await walkThrough(wizard, async (name) => {
    for (const found of await motionOf(page)) violations.push(`${name}: ${found}`);
    for (const found of await violationsOf(page, (builder) => builder.withTags(rules)))
      violations.push(`${name}: ${found}`);
    for (const [look, media] of Object.entries(otherLooks)) {
      await page.emulateMedia(media);
      for (const found of await violationsOf(page, (builder) => builder.withRules('color-contrast')))
        violations.push(`${name}, ${look}: ${found}`);
    }
    await page.emulateMedia(light);
  });
  expect([...new Set(violations)]).toEqual([]);
});

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const target = page.getByRole(role as 'button', { name }).first();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(target).toBeFocused({ timeout: 20 });
  }).toPass({ timeout: 20_000, intervals: [0] });
}

test('the keyboard alone leads from the jobs to a started backup, and the focus says where one is', async ({
  wizard,
}) => {
  const { page } = wizard;
  const frame = new Frame(page);
  await draftSample(page, 'seed-keyboard');

  await test.step('the list of jobs opens the job; its title has the focus', async () => {
    await tabTo(page, 'button', /seed-keyboard/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Steps of Initiate' })).toBeVisible();
    await expect(frame.heading).toBeFocused();
  });

  await test.step('F1 opens the help', async () => {
    await page.keyboard.press('F1');
    await expect
      .poll(() => wizard.app().links.some((link) => link.includes('learn.microsoft.com')))
      .toBe(true);
  });

  await test.step('an earlier sub-step; arrows move between the choices', async () => {
    await tabTo(page, 'button', /Schedule/);
    await page.keyboard.press('Enter');
    await expect(frame.heading).toHaveText('Specify Backup Schedule');
    await expect(frame.heading).toBeFocused();
    await tabTo(page, 'radio', /Day/);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Week' })).toBeChecked();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('radio', { name: 'Day' })).toBeChecked();
  });

  await test.step('the folder dialog holds the focus and gives it back', async () => {
    await tabTo(page, 'button', /Offline details/);
    await page.keyboard.press('Enter');
    await tabTo(page, 'button', /^Browse/);
    await page.keyboard.press('Space');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      await expect(dialog.locator(':focus')).toHaveCount(1);
    }
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: /^Browse/ }).first()).toBeFocused();
  });

  await test.step('a failed submit moves the focus to the first problem', async () => {
    await tabTo(page, 'button', /^Next/);
    await page.keyboard.press('Enter');
    await expect(frame.heading).toHaveText('Encryption passphrase');
    await tabTo(page, 'button', /^Next/);
    await page.keyboard.press('Enter');
    const box = page.getByRole('textbox', { name: 'Passphrase', exact: true });
    await expect(box).toBeFocused();
    await expect(box).toHaveAttribute('aria-invalid', 'true');
    await expect(box).toHaveAccessibleDescription(/Fill in this box/);
    await page.keyboard.type(passphrase);
    await tabTo(page, 'textbox', /^Passphrase again/);
    await page.keyboard.type(passphrase);
  });

  await test.step('Back Up starts, and the title of the next page has the focus', async () => {
    await tabTo(page, 'button', /^Next/);
    await page.keyboard.press('Enter');
    await expect(frame.heading).toHaveText('Confirmation');
    await tabTo(page, 'button', /^Back Up/);
    await page.keyboard.press('Enter');
    await expect(frame.heading).toHaveText(/^(Progress|Staging is ready)$/);
    await expect(frame.heading).toBeFocused();
  });
});
