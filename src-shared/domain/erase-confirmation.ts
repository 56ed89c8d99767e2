import { driveIdOf } from './disk-identity.ts';
import type { DiskIdentity } from './disks.ts';

/** How many last characters of the serial an operator types to confirm an erase. */
export const confirmationCharacters = 4;

/** Wrong entries after which a confirmation has to be asked for anew. */
export const maximumConfirmationAttempts = 5;

/** How long a ticket lets its holder start erasing. */
export const ticketLifetimeMilliseconds = 2 * 60 * 1000;

/** Number of characters that the page asks for: four, or all of a shorter serial. */
export function serialCharactersToType(identity: DiskIdentity): number {
  return Math.min(confirmationCharacters, driveIdOf(identity).length);
}

/** True when the typed text names this disk: last characters of its serial, whatever the case, blanks around it ignored. */
export function confirmsErase(identity: DiskIdentity, typedText: string): boolean {
  const driveId = driveIdOf(identity);
  if (driveId === '') return false;
  return typedText.trim().toUpperCase() === driveId.slice(-confirmationCharacters).toUpperCase();
}
