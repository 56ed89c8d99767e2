import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCertificates } from '../../practice/azure/certificates.ts';
import { firstForm, scriptedBrowser } from './scripted-browser.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('practice browser', () => {
  it('reads the first form with all fields, entities and relative addresses', () => {
    const page = new URL('https://localhost:1/t/authorize?x=1');
    const form = firstForm(
      `<form method="post" action="http://localhost:5/a&#38;b"><input type="hidden" name="code" value="a&quot;b&#39;&amp;c"><input name="state"></form><form action="/other"></form>`,
      page,
    );
    expect(form?.action.href).toBe('http://localhost:5/a&b');
    expect([...(form?.fields ?? [])]).toEqual([
      ['code', 'a"b\'&c'],
      ['state', ''],
    ]);
    expect(firstForm('<form><input name="user_code"></form>', page)?.action.href).toBe(page.href);
    expect(firstForm('<p>no form</p>', page)).toBeUndefined();
  });

  it('opens nothing but the practice sign-in page', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'practice-browser-'));
    closing.push(() => rm(folder, { recursive: true }));
    const { authorityPem } = await loadCertificates(folder);
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('<p>no form</p>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = scriptedBrowser(authorityPem, 'https://localhost:1');
    await expect(browser.open(new URL(origin))).rejects.toMatchObject({ code: 'azure.signInFailed' });
    expect(asked).toBe(0);
    await expect(scriptedBrowser(authorityPem, origin).open(new URL(origin))).rejects.toMatchObject({
      code: 'azure.signInFailed',
    });
    await expect(browser.open(new URL('https://localhost:1/authorize'))).rejects.toMatchObject({
      code: 'practice.azureUnreachable',
    });
  });
});
