import { expect, it } from 'vitest';
import { DeviceCodes } from './device-codes.ts';

it('lets a device code expire', () => {
  let now = 1_000_000;
  const codes = new DeviceCodes(() => now);
  const { device_code: deviceCode, expires_in: seconds } = JSON.parse(
    codes.start('client', 'openid', 'https://localhost:1').body ?? '{}',
  );
  const form = new URLSearchParams({ client_id: 'client', device_code: deviceCode });
  expect(() => codes.redeem(form)).toThrow(/not entered/);
  now += seconds * 1000;
  expect(() => codes.redeem(form)).toThrow(/expired/);
});
