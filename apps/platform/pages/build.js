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
await build({
  entryPoints: [here('./platform.css')],
  outfile: here('../dist/pages/platform.css'),
  bundle: true,
  minify: true,
  target: 'es2022',
  logLevel: 'warning',
});
await cp(here('favicon.svg'), here('../dist/pages/favicon.svg'));
