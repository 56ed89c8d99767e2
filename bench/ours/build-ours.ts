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
 * @param entry our process, below `bench`
 * @returns the program, for `oursCommand` when the entry was not given
 */
export async function buildOurs(
  folder: string,
  entry: string = path.join('ours', 'run-ours.ts'),
): Promise<string> {
  const name = path.basename(entry, '.ts');
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
          [name]: path.join(root, 'bench', entry),
          ...Object.fromEntries(
            workers.map((worker) => [`workers/${worker}`, path.join(workersFolder, `${worker}.ts`)]),
          ),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  });
  copyFileSync(await ensureKernels(), path.join(folder, 'kernels.wasm'));
  return path.join(folder, `${name}.js`);
}
