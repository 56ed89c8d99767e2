/** @file The page and its preload, built as the product's are, into a folder of the bench. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { preloadConfig } from '../../scripts/build.ts';

/** What `startBrowserHost` shows. */
export interface BuiltWindow {
  readonly rendererFolder: string;
  /** Source of the bundled preload. */
  readonly preload: string;
}

/** @param folder emptied; apart from `dist-*`, so that nothing else that runs from there is disturbed */
export async function buildWindow(folder: string): Promise<BuiltWindow> {
  const rendererFolder = path.join(folder, 'renderer');
  await build({
    configFile: 'vite.renderer.config.ts',
    logLevel: 'warn',
    build: { outDir: rendererFolder, emptyOutDir: true },
  });
  await build(preloadConfig('src-main/hosts/browser/preload.ts', 'browser-preload.js', 'iife', folder));
  return { rendererFolder, preload: await readFile(path.join(folder, 'browser-preload.js'), 'utf8') };
}
