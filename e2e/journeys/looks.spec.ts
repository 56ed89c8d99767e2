import type { Page } from 'playwright/test';
import { layoutProblems } from '../fixtures/layout.ts';
import { narrow, takePicture, wide } from '../fixtures/pictures.ts';
import { walkThrough } from '../fixtures/tour.ts';
import { expect, test } from '../fixtures/wizard.ts';

/** Through the menu, as the operator does: the words must change at once, without leaving the page. */
async function switchLanguage(page: Page, name: string): Promise<void> {
  // By keys: the pointer would wait for each menu to hold still.
  await page.getByRole('button', { name: /^(Menu|Menü)$/ }).press('Enter');
  await page.getByRole('menuitem', { name: /^(Language|Sprache)$/ }).press('ArrowRight');
  // The opening menu moves the focus to its first entry; a key before that would choose this one.
  await expect(page.getByRole('menuitemradio').first()).toBeFocused();
  await page.getByRole('menuitemradio', { name }).press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', name === 'Deutsch' ? 'de' : 'en');
}

// Light at both sizes. Colours do not depend on the size, and long words are hardest in the narrow window: dark is looked at
// wide, German narrow.
test('every page and state holds at both sizes, in light and dark, in English and German', async ({
  wizard,
}) => {
  const { page } = wizard;
  const problems: string[] = [];
  const look = async (name: string, size: typeof wide) => {
    await takePicture(page, name, size);
    for (const problem of await layoutProblems(page)) problems.push(`${name}${size.suffix}: ${problem}`);
  };
  await walkThrough(wizard, async (name, kind) => {
    await look(name, wide);
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(`${name}-dark`, wide);
    await page.emulateMedia({ colorScheme: 'light' });
    await look(name, narrow);
    // A dialog covers the menu.
    if (kind !== 'dialog') {
      await switchLanguage(page, 'Deutsch');
      await look(`${name}-de`, narrow);
      await switchLanguage(page, 'English');
    }
    await page.setViewportSize(wide);
  });
  expect(problems).toEqual([]);
});
