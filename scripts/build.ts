/** @file Builds everything: renderer, main process with its worker threads, and the two preloads. */
import { readdirSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { build, type InlineConfig } from 'vite';
import { ensureKernels } from './ensure-kernels.ts';

const workers = readdirSync('src-main/workers').map((file) => file.replace(/\.ts$/, ''));
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

/** Main process: everything bundled, so that the archive needs no node_modules. */
const mainConfig: InlineConfig = {
  configFile: false,
  logLevel: 'warn',
  plugins: [withoutTelemetry],
  ssr: { noExternal: true, external, target: 'node' },
  build: {
    ssr: true,
    outDir: 'dist-main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rollupOptions: {
      input: {
        main: 'src-main/hosts/electron/main.ts',
        browser: 'src-main/hosts/browser/main.ts',
        ...Object.fromEntries(workers.map((name) => [`workers/${name}`, `src-main/workers/${name}.ts`])),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
};

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

/** Builds the renderer only, or everything. */
export async function buildAll(): Promise<void> {
  await rm('dist-main', { recursive: true, force: true });
  await build({ configFile: 'vite.renderer.config.ts', logLevel: 'warn' });
  await build(mainConfig);
  await copyFile(await ensureKernels(), 'dist-main/kernels.wasm');
  await build(preloadConfig('src-main/hosts/electron/preload.ts', 'preload.cjs', 'cjs'));
  await build(preloadConfig('src-main/hosts/browser/preload.ts', 'browser-preload.js', 'iife'));
}

if (import.meta.main) {
  const started = performance.now();
  await buildAll();
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
