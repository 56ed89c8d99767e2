import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: '.',
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', 'soak/**/*.test.ts'],
    globalSetup: [
      'scripts/ensure-kernels.ts',
      'scripts/ensure-attribute-programs.ts',
      'scripts/ensure-test-workers.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    env: { ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' },
  },
});
