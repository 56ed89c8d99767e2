/** @file The few pages a person sees while signing in. No script, so that any browser and any scripted agent can use them. */
import type { PracticeResponse } from '../../ports.ts';
import { practiceUser } from './directory.ts';

const style =
  'body{font:16px system-ui,sans-serif;max-width:26rem;margin:12vh auto;padding:0 1rem;color:#1b1b1b;background:#fff}' +
  'button,input{font:inherit;padding:.5rem .9rem}button{background:#0f6cbd;color:#fff;border:0;border-radius:4px}' +
  'small{color:#555}@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#eee}small{color:#bbb}}';

/** Escapes text for HTML content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, content: string, formTarget: string, status = 200): PracticeResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formTarget}; base-uri 'none'; frame-ancestors 'none'`,
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>${content}<p><small>Practice directory on this computer. No password is asked for, and nothing leaves the computer.</small></p></body></html>`,
  };
}

/** A form that carries hidden fields to a place when its button is pressed. */
export function formPage(
  title: string,
  action: string,
  fields: Readonly<Record<string, string>>,
  button: string,
  after = '',
): PracticeResponse {
  const inputs = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const form = `<form method="post" action="${escapeHtml(action)}">${inputs}<button type="submit">${escapeHtml(button)}</button></form>`;
  return page(title, `${form}${after}`, new URL(action).origin);
}

/** Where the user code of a device sign-in is typed. */
export function deviceCodePage(userCode: string, problem: string | undefined): PracticeResponse {
  const alert = problem === undefined ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;
  const form =
    `<form method="post"><p><label>Code <input name="user_code" value="${escapeHtml(userCode)}" autocomplete="off" required></label></p>` +
    `<button type="submit">Continue as ${escapeHtml(practiceUser.displayName)}</button></form>`;
  return page('Enter the code', `${alert}${form}`, "'self'", problem === undefined ? 200 : 400);
}

/** A page that only says something. */
export function messagePage(title: string, text: string, status = 200): PracticeResponse {
  return page(title, `<p>${escapeHtml(text)}</p>`, "'none'", status);
}
