import { build } from 'esbuild';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const script = here('../dist/ui/user-batch-upload.js');

await build({
  entryPoints: [here('./user-batch-upload.ts')],
  outfile: script,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  loader: { '.css': 'text' },
  logLevel: 'warning',
});
await copyFile(here('./styles/base.css'), here('../dist/ui/base.css'));
const options = { level: constants.Z_BEST_COMPRESSION };
await writeFile(`${script}.gz`, await promisify(gzip)(await readFile(script), options));
