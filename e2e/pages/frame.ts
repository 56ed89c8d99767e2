import { expect, type Locator, type Page } from 'playwright/test';

/** What stands around every page: title bar, step list, practice strip, footer. */
export class Frame {
  readonly #page: Page;
  readonly heading: Locator;
  readonly menu: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.locator('h1');
    this.menu = page.getByRole('button', { name: /^(Menu|More)/ });
  }

  /** A step of the wizard by its name; locked ones are disabled and say why. */
  step(name: string): Locator {
    return this.#page.getByRole('navigation').getByRole('button', { name: new RegExp(`^\\d? ?${name}`) });
  }

  async openStep(name: string): Promise<void> {
    await this.step(name).click();
  }

  /** Opens a job from the list of jobs, on the page it needs next. */
  async openJob(name: string): Promise<void> {
    await this.#page.getByRole('table').getByRole('button', { name, exact: true }).click();
  }

  primary(name: string | RegExp): Locator {
    return this.#page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async next(): Promise<void> {
    await this.primary('Next').click();
  }

  /** Skips waiting on the practice clock until a page shows what is waited for; without a further event it just waits. */
  async skipUntil(sign: Locator): Promise<void> {
    const skip = this.#page.getByRole('button', { name: 'Skip to next event' });
    await expect(async () => {
      if (!(await sign.isVisible()) && (await skip.isEnabled())) await skip.click();
      await expect(sign).toBeVisible({ timeout: 1500 });
    }).toPass({ timeout: 90_000 });
  }

  /** The one place where a problem is shown. */
  problem(): Locator {
    return this.#page.getByRole('alert');
  }
}
