/** @file `npm test` and `npm run check`: every check there is, in the order in which they fail fastest. */
import './require-node.ts';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { browserVariable } from '../src-main/hosts/browser/find-browser.ts';
import { ensureBrowser } from './ensure-browser.ts';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** Programs of the packages, run by the Node that runs this script: a `.bin` shim would take whichever is first on the PATH. */
const packageProgram = (relative: string): string => path.join('node_modules', relative);

const steps: readonly Step[] = [
  {
    name: 'format and lint',
    command: [packageProgram('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.'],
  },
  { name: 'source rules', command: ['scripts/check-source.ts'] },
  { name: 'types', command: [packageProgram('typescript/bin/tsc'), '--noEmit'] },
  { name: 'unit tests', command: [packageProgram('vitest/vitest.mjs'), 'run'] },
  { name: 'build', command: ['scripts/build.ts'] },
  { name: 'package layout', command: ['scripts/package-layout.ts'] },
  {
    name: 'e2e',
    command: [packageProgram('playwright/cli.js'), 'test', '--config', 'e2e/playwright.config.ts'],
  },
];

const browser = await ensureBrowser().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const environment = {
  ...process.env,
  [browserVariable]: browser,
  // Sources run as they are in hundreds of processes and threads; Node need not strip and compile them anew in each.
  NODE_COMPILE_CACHE: path.resolve('node_modules', '.cache', 'compiled'),
};
for (const { name, command } of steps) {
  const started = performance.now();
  console.log(`\n== ${name}`);
  const outcome = spawnSync(process.execPath, command, { stdio: 'inherit', env: environment });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (outcome.status !== 0) {
    console.error(`\n${name} failed after ${seconds} s`);
    process.exit(1);
  }
  console.log(`== ${name}: ${seconds} s`);
}
console.log('\nEverything passed.');
