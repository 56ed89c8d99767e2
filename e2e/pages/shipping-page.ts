import type { Locator, Page } from 'playwright/test';

/** Shipping: way back, tracking number, review and commitment. */
export class ShippingPage {
  readonly #page: Page;
  readonly trackingNumber: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.trackingNumber = page.getByRole('textbox', { name: 'Tracking number' });
  }

  async fill(trackingNumber: string): Promise<void> {
    await this.#page.getByLabel('Carrier for the way back').fill('DHL');
    await this.#page.getByLabel('Account number with that carrier').fill('100200300');
    await this.#page.getByRole('radio', { name: 'I have the tracking number' }).check();
    await this.#page.getByRole('combobox', { name: 'Carrier to the datacenter' }).fill('DHL');
    await this.trackingNumber.fill(trackingNumber);
  }

  async commit(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Review', exact: true }).click();
    await this.#page.getByLabel(/Type yes to commit/).fill('yes');
    await this.#page.getByRole('button', { name: 'Commit shipping' }).click();
  }
}
