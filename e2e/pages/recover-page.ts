import type { Locator, Page } from 'playwright/test';

/** Recover: opening a recovery point. */
export class RecoverPage {
  readonly #page: Page;
  readonly passphrase: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.passphrase = page.getByLabel('Encryption passphrase');
  }

  async open(passphrase: string): Promise<void> {
    await this.passphrase.fill(passphrase);
    await this.#page.getByRole('button', { name: 'Open recovery point' }).click();
  }
}
