import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: './journeys',
  outputDir: '../test-results',
  // Each journey has its own folder, program and practice world, and waits for one after the other: two keep two cores at work.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 360_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
});
