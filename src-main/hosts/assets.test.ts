import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { browserOrigin } from '../ipc/origin.ts';
import { assetPath, loadAsset } from './assets.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

const root = path.join(os.tmpdir(), 'dist-renderer');

describe('assetPath', () => {
  it.each([
    ['https://app.local/', 'index.html'],
    ['https://app.local/index.html', 'index.html'],
    ['https://app.local/assets/a%20b.js', 'assets/a b.js'],
    ['https://app.local/a/../index.html', 'index.html'],
    // The URL parser itself folds these dots away, so the path stays inside.
    ['https://app.local/%2e%2e/index.html', 'index.html'],
  ])('%s is %s', (url, relative) => {
    expect(assetPath(root, { method: 'GET', url }, browserOrigin)).toBe(path.join(root, relative));
  });

  it.each([
    'https://app.local/..%2fsecret.json',
    'https://app.local/%2e%2e%2f%2e%2e%2fetc/passwd.json',
    'https://app.local/..%5csecret.json',
    'https://app.local/a%00.js',
    'https://app.local/%ff.js',
    'https://app.local/private.pem',
    'https://app.local/assets',
    'https://example.com/index.html',
    'https://app.local.example/index.html',
    'file:///index.html',
  ])('refuses %s', (url) => {
    expect(assetPath(root, { method: 'GET', url }, browserOrigin)).toBeUndefined();
  });

  it('answers GET only', () => {
    expect(
      assetPath(root, { method: 'POST', url: 'https://app.local/index.html' }, browserOrigin),
    ).toBeUndefined();
  });
});

describe('loadAsset', () => {
  it('sends the production policy and forbids sniffing', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'assets-'));
    await writeFile(path.join(folder, 'index.html'), '<!doctype html>');
    const asset = await loadAsset(folder, { method: 'GET', url: 'https://app.local/' }, browserOrigin);
    expect(asset?.headers).toMatchObject({
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Content-Type': 'text/html; charset=utf-8',
    });
    expect(
      await loadAsset(folder, { method: 'GET', url: 'https://app.local/gone.js' }, browserOrigin),
    ).toBeUndefined();
  });
});
