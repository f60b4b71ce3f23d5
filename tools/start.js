/**
 * Builds what changed, then runs a file on a Node that is new enough:
 * `node tools/start.js [flags of Node] file [arguments]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import './end-with-parent.js';
import { contextFlags, newerNode } from './newer-node.js';

const node = newerNode();
const at = (path) => new URL(`../${path}`, import.meta.url);

// A production install has no tools to build with: it runs what was built before they were pruned.
if (existsSync(at('node_modules/esbuild'))) {
  const [code] = await once(
    spawn('npm run --silent build', { shell: true, stdio: 'inherit', cwd: at('.') }),
    'exit',
  );
  if (code !== 0) process.exit(1);
}

const child = spawn(
  node,
  [
    ...contextFlags(node),
    '--import',
    at('tools/end-with-parent.js').href,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
