/**
 * Keeps BitLocker recovery passwords, data keys and token caches. What is stored outside of it are references only.
 * `isDurable` is false when this computer offers no safe place: secrets then live until the app closes and the page says so.
 */
export interface SecretStore {
  readonly isDurable: boolean;
  /** Saves a secret durably (where possible) before it resolves. */
  put(reference: string, secret: string): Promise<void>;
  get(reference: string): Promise<string | undefined>;
  delete(reference: string): Promise<void>;
}
