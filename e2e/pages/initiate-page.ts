import { expect, type Locator, type Page } from 'playwright/test';
import { Frame } from './frame.ts';

/** Initiate with its sub-steps. */
export class InitiatePage {
  readonly #page: Page;
  readonly #frame: Frame;

  constructor(page: Page) {
    this.#page = page;
    this.#frame = new Frame(page);
  }

  /** Goes to a sub-step by its short name. */
  async open(name: string): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Steps of Initiate' })
      .getByRole('button', { name: new RegExp(name) })
      .click();
  }

  async signIn(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Sign in with the browser' }).click();
    await expect(this.#page.getByRole('button', { name: /ada@/ })).toBeVisible();
  }

  /** Types into one of the five boxes, or picks where it has become a picker: typing stays possible. */
  async fill(label: string, value: string): Promise<void> {
    const box = this.box(label);
    await box.fill(value);
    await box.press('Tab');
  }

  box(label: string): Locator {
    return this.#page.getByLabel(label, { exact: false }).first();
  }

  /** Prerequisites that are not in order, with reason and advice. */
  notInOrder(): Locator {
    return this.#page.getByRole('listitem').filter({ hasText: 'not in order' });
  }

  async checkAgain(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Check again' }).click();
  }

  async fillDetails(jobName: string): Promise<void> {
    await this.fill('Azure Subscription ID', '');
    await this.pick('Azure Subscription ID', /Contoso Backup/);
    await this.pick('Azure Resource Manager Storage Account', /seedpractice/);
    await this.fill('Azure Storage Container', jobName);
    await this.fill('Azure Import Job Name', jobName);
    await this.pick('Recovery Services vault', /contoso-vault/);
  }

  /** Opens a picker and chooses an entry. */
  async pick(label: string, entry: RegExp): Promise<void> {
    const box = this.#page.getByRole('combobox', { name: label });
    await expect(box).toBeEnabled();
    await box.click();
    await this.#page.getByRole('option', { name: entry }).first().click();
  }

  /** Waits until the prerequisites are looked at anew, then presses every Fix until all are in order. */
  async fixAll(): Promise<void> {
    const fix = this.#page.getByRole('button', { name: /^Fix/ });
    await expect(fix.first()).toBeVisible();
    await expect(async () => {
      if (await fix.first().isEnabled()) await fix.first().click();
      await expect(this.#page.getByText('not in order')).toHaveCount(0, { timeout: 2000 });
    }).toPass({ timeout: 60_000 });
  }

  async fillPassphrase(passphrase: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
    await this.#page.getByRole('textbox', { name: 'Passphrase again', exact: true }).fill(passphrase);
  }

  async backUp(): Promise<void> {
    await this.#frame.primary('Back Up').click();
  }
}
