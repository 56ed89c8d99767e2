/** @file Bundles our process and the worker threads as `npm run build` bundles the product, which is what users run. */
import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureKernels } from '../../scripts/ensure-kernels.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What is measured afterwards is this state of the sources, whatever is edited meanwhile.
 * @param folder is emptied
 * @returns the program for `oursCommand`
 */
export async function buildOurs(folder: string): Promise<string> {
  const workersFolder = path.join(root, 'src-main', 'workers');
  const workers = readdirSync(workersFolder).map((file) => path.basename(file, '.ts'));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rollupOptions: {
        input: {
          'run-ours': path.join(root, 'bench', 'ours', 'run-ours.ts'),
          ...Object.fromEntries(
            workers.map((name) => [`workers/${name}`, path.join(workersFolder, `${name}.ts`)]),
          ),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  });
  copyFileSync(await ensureKernels(), path.join(folder, 'kernels.wasm'));
  return path.join(folder, 'run-ours.js');
}
