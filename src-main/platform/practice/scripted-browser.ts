/** @file The browser of a rehearsal: opens the practice sign-in page and presses its button, as the practice user would. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { trustCertificateAuthority } from '../node/trust.ts';
import type { ExternalBrowser } from '../ports/external-browser.ts';

const timeoutMilliseconds = 15_000;

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decodeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|([a-z]{2,4}));/g, (whole, code?: string, name?: string) =>
    code === undefined ? (namedEntities[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  );
}

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decodeHtml(value);
};

/** The first form of a page: where it posts to and what its fields hold. */
export function firstForm(
  html: string,
  pageUrl: URL,
): { readonly action: URL; readonly fields: URLSearchParams } | undefined {
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/i.exec(html)?.[0];
  if (form === undefined) return undefined;
  const action = attribute(/<form\b[^>]*>/i.exec(form)?.[0] ?? '', 'action') ?? pageUrl.href;
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(input, 'name');
    if (name !== undefined) fields.append(name, attribute(input, 'value') ?? '');
  }
  return { action: new URL(action, pageUrl), fields };
}

const failed = (details: string, cause?: unknown): AppError =>
  new AppError({ kind: 'azure', code: 'azure.signInFailed', retry: 'sign-in', details, cause });

/**
 * @param certificateAuthority PEM of the practice world
 * @param origin of the practice sign-in page; nothing else is ever opened
 */
export function scriptedBrowser(certificateAuthority: string, origin: string): ExternalBrowser {
  return {
    async open(url) {
      if (url.origin !== origin) throw failed(`The practice browser does not open ${url.origin}`);
      trustCertificateAuthority(certificateAuthority);
      const signal = AbortSignal.timeout(timeoutMilliseconds);
      try {
        const page = await fetch(url, { signal });
        const form = firstForm(await page.text(), url);
        if (form === undefined) throw failed(`The sign-in page has no form (status ${page.status})`);
        const answer = await fetch(form.action, { method: 'POST', body: form.fields, signal });
        await answer.arrayBuffer();
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError({
          kind: 'environment',
          code: 'practice.azureUnreachable',
          retry: 'same-call',
          cause: error,
        });
      }
    },
  };
}
