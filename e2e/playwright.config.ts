import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: './journeys',
  outputDir: '../test-results',
  // Two cores, and each journey runs its own practice world.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
});
