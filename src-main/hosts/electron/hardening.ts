/** @file What no page may ever do, set before the first window exists (security checklist rows 5, 8, 9, 16). */
import { app, type Session, type WebContents } from 'electron';
import { electronOrigin, isOwnUrl } from '../../ipc/origin.ts';

/** The only permission a page of ours gets: copying identifiers by a click. */
const allowedPermission = 'clipboard-sanitized-write';

/** Both handlers are needed: one answers requests, the other silent checks. */
function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === allowedPermission),
  );
  session.setPermissionCheckHandler((_contents, permission) => permission === allowedPermission);
  session.setDevicePermissionHandler(() => false);
}

/** Second wall behind the policy: whatever is not our scheme is cancelled before it leaves. */
function refuseForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnUrl(details.url, electronOrigin) && !details.url.startsWith('devtools://') });
  });
}

function restrictContents(contents: WebContents): void {
  const prevent = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Call once, after `ready` and before the first window. */
export function hardenSession(session: Session): void {
  restrictPermissions(session);
  refuseForeignRequests(session);
}

/** Call once, before `ready`: covers every contents that will ever exist. */
export function hardenApplication(): void {
  // Per-window `sandbox: true` does not cover helper contents; this does.
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => restrictContents(contents));
}
