/** Where the wizard's page comes from. Served by the host itself, never by a server. */
export interface AppOrigin {
  readonly protocol: 'https:' | 'app:';
  readonly host: string;
}

/** Browser host: an https origin is a secure context in every Chromium; the host answers its requests itself. */
export const browserOrigin: AppOrigin = { protocol: 'https:', host: 'app.local' };
/** Electron host: a custom scheme that nothing outside can serve. */
export const electronOrigin: AppOrigin = { protocol: 'app:', host: 'wizard' };

/** Frame that sent a message, as the host knows it (not as the page says). */
export interface SenderFrame {
  readonly url: string;
  readonly isTopFrame: boolean;
}

/**
 * True when a URL belongs to our origin. Compared part by part after parsing: a prefix check would let `https://app.local.example` or
 * `https://app.local@example` pass, and `URL.origin` is `null` for custom schemes.
 */
export function isOwnUrl(text: string, origin: AppOrigin): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    url.protocol === origin.protocol &&
    url.host === origin.host &&
    url.username === '' &&
    url.password === ''
  );
}

/** True for the top frame of our own origin only. */
export function isTrustedFrame(frame: SenderFrame | undefined, origin: AppOrigin): boolean {
  return frame?.isTopFrame === true && isOwnUrl(frame.url, origin);
}
