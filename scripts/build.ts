/** @file Builds everything: renderer, main process with its worker threads, and the two preloads. */
import { readdirSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { ensureKernels } from './ensure-kernels.ts';

const workerEntries = Object.fromEntries(
  readdirSync('src-main/workers').map((file) => [
    `workers/${file.replace(/\.ts$/, '')}`,
    `src-main/workers/${file}`,
  ]),
);
const external = ['electron'];

/**
 * Azurite loads its telemetry library at import, though only its command line ever switches it on. Practice mode must neither carry 200 MB
 * of it nor be able to send anything, so the bundle gets an empty module in its place.
 */
const withoutTelemetry = {
  name: 'without-telemetry',
  enforce: 'pre' as const,
  resolveId(source: string): string | undefined {
    return source === 'applicationinsights' ? '\0applicationinsights' : undefined;
  },
  load(id: string): string | undefined {
    return id === '\0applicationinsights' ? 'export {};' : undefined;
  },
};

/** For Node: everything bundled, so that the archive needs no node_modules. */
const nodeConfig = (
  input: Readonly<Record<string, string>>,
  outDir: string,
  plugins: readonly Plugin[] = [],
): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  plugins: [withoutTelemetry, ...plugins],
  ssr: { noExternal: true, external, target: 'node' },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rollupOptions: {
      input,
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
});

/** @param outDir gets the file beside what is there */
export function preloadConfig(
  entry: string,
  fileName: string,
  format: 'cjs' | 'iife',
  outDir = 'dist-main',
): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome140',
      lib: { entry, formats: [format], name: 'preload', fileName: () => fileName },
      rollupOptions: { external },
    },
  };
}

/** Builds the worker threads alone, into a folder that is empty or may be emptied. */
export async function buildWorkers(outDir: string, plugins: readonly Plugin[]): Promise<void> {
  await build(nodeConfig(workerEntries, outDir, plugins));
  await copyFile(await ensureKernels(), path.join(outDir, 'kernels.wasm'));
}

/** Builds everything. */
export async function buildAll(): Promise<void> {
  await rm('dist-main', { recursive: true, force: true });
  await build({ configFile: 'vite.renderer.config.ts', logLevel: 'warn' });
  const hosts = { main: 'src-main/hosts/electron/main.ts', browser: 'src-main/hosts/browser/main.ts' };
  await build(nodeConfig({ ...hosts, ...workerEntries }, 'dist-main'));
  await copyFile(await ensureKernels(), 'dist-main/kernels.wasm');
  await build(preloadConfig('src-main/hosts/electron/preload.ts', 'preload.cjs', 'cjs'));
  await build(preloadConfig('src-main/hosts/browser/preload.ts', 'browser-preload.js', 'iife'));
}

if (import.meta.main) {
  const started = performance.now();
  await buildAll();
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
