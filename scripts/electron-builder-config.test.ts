import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);

describe('electron-builder.yml', () => {
  it('passes the validator of the packer', async () => {
    const builder = createRequire(require.resolve('app-builder-lib'));
    const { validateConfiguration } = builder('./util/config/config');
    const { DebugLogger } = builder('builder-util');
    const configuration: unknown = parse(await readFile('electron-builder.yml', 'utf8'));
    await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.not.toThrow();
    const broken = { ...(configuration as object), electronFuses: { runAsNode: 'no' } };
    await expect(validateConfiguration(broken, new DebugLogger(false))).rejects.toThrow(/runAsNode/);
  });
});
