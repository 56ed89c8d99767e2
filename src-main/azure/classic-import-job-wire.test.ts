import { describe, expect, it } from 'vitest';
import { hasShipTo, shipToOf, toView } from './classic-import-job-wire.ts';

describe('ship-to address', () => {
  it('trims what the service sends', () => {
    const address = shipToOf({
      recipientName: ' Microsoft Azure ',
      streetAddress1: '\r\nBuilding 7\r\n',
      city: 'Delft ',
    });
    expect(address).toMatchObject({
      recipientName: 'Microsoft Azure',
      streetAddress1: 'Building 7',
      city: 'Delft',
      notice: '',
    });
  });

  it('takes a notice out of the name when there is no street (import-export.md 4.3)', () => {
    const address = shipToOf({
      recipientName: 'Ask operations for an inbound id first',
      streetAddress1: ' ',
    });
    expect(address).toMatchObject({ recipientName: '', notice: 'Ask operations for an inbound id first' });
    expect(hasShipTo(address)).toBe(true);
  });

  it('adds further information to the notice and knows when there is nothing at all', () => {
    expect(
      shipToOf({ recipientName: 'A', streetAddress1: 'B', additionalInformation: 'Ring twice' }).notice,
    ).toBe('Ring twice');
    expect(hasShipTo(shipToOf(undefined))).toBe(false);
  });
});

describe('a job on the wire', () => {
  it('becomes a view whatever is missing or odd', () => {
    expect(toView({})).toMatchObject({ name: '', state: 'Creating', percentComplete: 0, drives: [] });
    const view = toView({
      name: 'seed',
      properties: {
        state: 'Transferring',
        percentComplete: 140,
        driveList: [{ driveId: 'A', percentComplete: -3, bytesSucceeded: 7.9 }],
      },
    });
    expect(view).toMatchObject({ state: 'Transferring', percentComplete: 100 });
    expect(view.drives[0]).toMatchObject({
      driveId: 'A',
      percentComplete: 0,
      bytesSucceeded: 7,
      copyStatus: '',
    });
  });
});
