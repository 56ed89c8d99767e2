/** @file Serves the built renderer to whichever host asks; the only way a page of ours gets bytes. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AppOrigin, isOwnUrl } from '../ipc/origin.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

export interface Asset {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Finds the file behind a request, or undefined when it is not to be answered: another origin or method, an encoded way out of
 * the folder, a NUL byte, a backslash, a kind of file we do not serve.
 * @param root folder of the built renderer
 */
export function assetPath(
  root: string,
  request: { method: string; url: string },
  origin: AppOrigin,
): string | undefined {
  if (request.method !== 'GET' || !isOwnUrl(request.url, origin)) return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(new URL(request.url).pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const file = path.resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`);
  const relative = path.relative(root, file);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return undefined;
  return Object.hasOwn(contentTypes, path.extname(file)) ? file : undefined;
}

/** Reads the asset of a request with the headers of production; undefined means: refuse the request. */
export async function loadAsset(
  root: string,
  request: { method: string; url: string },
  origin: AppOrigin,
): Promise<Asset | undefined> {
  const file = assetPath(root, request, origin);
  if (file === undefined) return undefined;
  const body = await readFile(file).catch(() => undefined);
  if (body === undefined) return undefined;
  return {
    body,
    headers: {
      'Content-Type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    },
  };
}
