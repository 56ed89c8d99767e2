import { expect, type Locator, type Page } from 'playwright/test';

/** Prepare Disks: table, erase dialog, cards, import job. */
export class PrepareDisksPage {
  readonly #page: Page;
  readonly table: Locator;
  readonly eraseButton: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByRole('table', { name: 'Disks' });
    this.eraseButton = page.getByRole('button', { name: /^Erase and encrypt .*\.\.\.$/ });
    this.dialog = page.getByRole('alertdialog');
  }

  row(serial: string): Locator {
    return this.table.getByRole('row', { name: new RegExp(`\\.\\.${serial.slice(-4)} `) });
  }

  async choose(serial: string): Promise<void> {
    await this.table.getByRole('checkbox', { name: new RegExp(serial) }).check();
  }

  async leaveOut(serial: string): Promise<void> {
    await this.table.getByRole('checkbox', { name: new RegExp(serial) }).uncheck();
  }

  /** Boxes of the erase dialog. */
  typedSerials(): Locator {
    return this.dialog.getByLabel(/^Type the last/);
  }

  confirmButton(): Locator {
    return this.dialog.getByRole('button', { name: /^Erase and encrypt \d+ disk/ });
  }

  /** Types the last serial characters that the dialog asks for, in the order of its disks. */
  async confirmErase(serials: readonly string[]): Promise<void> {
    await this.eraseButton.click();
    const boxes = this.typedSerials();
    await expect(boxes).toHaveCount(serials.length);
    for (const [index, serial] of serials.entries()) await boxes.nth(index).fill(serial.slice(-4));
    await this.confirmButton().click();
  }

  async fillContact(): Promise<void> {
    await this.#page.getByLabel('Contact name').fill('Ada Practice');
    await this.#page.getByLabel('Contact phone number').fill('+49 30 0000000');
    await this.#page.getByLabel('E-mail address').fill('ada@contoso.example');
    await this.#page.getByRole('textbox', { name: 'Street', exact: true }).fill('1 Rehearsal Road');
    await this.#page.getByLabel('City').fill('Sampleton');
    await this.#page.getByLabel('Postal code').fill('12345');
    const country = this.#page.getByLabel('Country or region');
    await country.fill('Germany');
    await country.press('Tab');
  }
}
