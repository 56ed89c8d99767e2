import { randomBytes, randomInt } from 'node:crypto';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import { json } from '../http/refusal.ts';
import { practiceUser } from './directory.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import { deviceCodePage, messagePage } from './pages.ts';

interface PendingDevice {
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string;
  readonly expiresAt: number;
  isApproved: boolean;
  lastPollAt: number;
}

const lifetimeSeconds = 900;
/** Entra says 5; on one's own computer nobody needs to wait that long. */
const intervalSeconds = 1;
/** Without letters and digits that look alike. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ23456789';

/** The device code flow (RFC 8628). */
export class DeviceCodes {
  readonly #pending = new Map<string, PendingDevice>();
  readonly #now: () => number;

  /** @param now real time in milliseconds; tests put their own */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Begins a sign-in. */
  start(clientId: string, scope: string, ownOrigin: string): PracticeResponse {
    for (const [code, { expiresAt }] of this.#pending) {
      // Kept for one more lifetime, so that a late poll hears "expired" and not "unknown".
      if (expiresAt + lifetimeSeconds * 1000 < this.#now()) this.#pending.delete(code);
    }
    const deviceCode = randomBytes(48).toString('base64url');
    const userCode = Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join('');
    this.#pending.set(deviceCode, {
      userCode,
      clientId,
      scope,
      expiresAt: this.#now() + lifetimeSeconds * 1000,
      isApproved: false,
      lastPollAt: 0,
    });
    const address = `${ownOrigin}/common/oauth2/deviceauth`;
    return json(200, {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: address,
      expires_in: lifetimeSeconds,
      interval: intervalSeconds,
      message: `To sign in, open the page ${address} in a browser and enter the code ${userCode}.`,
    });
  }

  /** Page where the code is entered; a POST approves it. */
  page(request: PracticeRequest): PracticeResponse {
    if (request.method !== 'POST') {
      return deviceCodePage(request.query.get('user_code') ?? request.query.get('otc') ?? '', undefined);
    }
    const typed = new URLSearchParams(request.body).get('user_code') ?? '';
    const wanted = typed.replace(/[\s-]/g, '').toUpperCase();
    const device = [...this.#pending.values()].find(
      ({ userCode, expiresAt }) => userCode === wanted && expiresAt > this.#now(),
    );
    if (device === undefined) {
      return deviceCodePage(typed, 'That code is not known, or it has expired. Check it and try again.');
    }
    device.isApproved = true;
    return messagePage(
      'You are signed in',
      `${practiceUser.displayName} is signed in. You can close this page and go back to the wizard.`,
    );
  }

  /**
   * A poll of the token endpoint.
   * @throws OAuthRefusal `authorization_pending`, `slow_down`, `expired_token`, or `invalid_grant` for a foreign code
   */
  redeem(form: URLSearchParams): { readonly clientId: string; readonly scope: string } {
    const code = form.get('device_code') ?? '';
    const device = this.#pending.get(code);
    if (device === undefined || device.clientId !== form.get('client_id')) {
      throw new OAuthRefusal('invalid_grant', 70002, 'The device code is unknown.');
    }
    const now = this.#now();
    if (device.expiresAt <= now)
      throw new OAuthRefusal('expired_token', 70020, 'The device code has expired.');
    const isTooFast = now - device.lastPollAt < (intervalSeconds * 1000) / 4;
    device.lastPollAt = now;
    if (!device.isApproved) {
      if (isTooFast) throw new OAuthRefusal('slow_down', 70017, 'The client polls too fast.');
      throw new OAuthRefusal('authorization_pending', 70016, 'The person has not entered the code yet.');
    }
    this.#pending.delete(code);
    return { clientId: device.clientId, scope: device.scope };
  }
}
