import { build } from 'esbuild';
import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here('./pages.ts')],
  outfile: here('../dist/pages/pages.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
for (const asset of ['platform.css', 'favicon.svg'])
  await cp(here(asset), here(`../dist/pages/${asset}`));
