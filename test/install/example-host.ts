import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { drive } from './drive.ts';
import { emptyFolder, install, run } from './host-folder.ts';

export const EXAMPLES = join(import.meta.dirname, '../../examples');

interface Manifest {
  dependencies: Record<string, string>;
}

/** Copies an example, and installs it with this tarball. `versions` replaces versions of its dependencies. */
export async function installExample(
  name: string,
  tarball: string,
  versions: (name: string) => string | undefined = () => undefined,
): Promise<string> {
  const folder = await emptyFolder(name);
  await cp(join(EXAMPLES, name), folder, {
    recursive: true,
    filter: (path) => !/node_modules|\bdist\b|\.sqlite/.test(path.slice(EXAMPLES.length)),
  });
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  for (const dependency of Object.keys(manifest.dependencies))
    manifest.dependencies[dependency] =
      versions(dependency) ?? (manifest.dependencies[dependency] as string);
  manifest.dependencies['user-batch-upload'] = `file:${tarball}`;
  await install(folder, { ...manifest });
  return folder;
}

/** Compiles an example with its own TypeScript. Resolves to the errors. */
export async function compile(
  folder: string,
  node: string,
  options: readonly string[] = [],
): Promise<string[]> {
  const { stdout } = await run(
    node,
    [join(folder, 'node_modules/typescript/bin/tsc'), ...options],
    { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } },
  ).catch((error: { stdout: string }) => error);
  return stdout.split('\n').filter(Boolean);
}

const MIGRATE = `
  import 'reflect-metadata';
  import { MikroORM } from '@mikro-orm/core';
  const { default: config } = await import(process.cwd() + '/dist/mikro-orm.config.js');
  const orm = await MikroORM.init({ ...(config.default ?? config), debug: false });
  await orm.migrator.up();
  const { diff } = await orm.migrator.create(undefined, false, false);
  await orm.close();
  if (diff.up.length > 0) throw new Error('The next migration would be: ' + diff.up.join(' '));`;

/** Runs the migrations of a compiled example. Throws if its next migration would not be empty. */
async function migrate(folder: string, node: string, env: Record<string, string>): Promise<void> {
  await run(node, ['--input-type=module', '--eval', MIGRATE], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
}

/** Starts a compiled example, gives its address to `use`, and ends it. */
export async function withHost(
  folder: string,
  node: string,
  env: Record<string, string>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const child = spawn(node, ['dist/main.js'], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await use(await addressOf(child));
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}

/** Uploads a file to a compiled example, on a database of its own. */
export async function driveExample(
  name: string,
  folder: string,
  node: string,
  env: Record<string, string>,
): Promise<void> {
  const DATABASE = join(await emptyFolder('data'), 'host.sqlite');
  try {
    await migrate(folder, node, { ...env, DATABASE });
    if (name !== 'bullmq') return await withHost(folder, node, { DATABASE }, drive);
    await withHost(folder, node, env, () =>
      withHost(folder, node, { ...env, WORKER: 'no' }, drive),
    );
  } finally {
    await rm(dirname(DATABASE), { recursive: true, force: true });
  }
}

/** The address that the host prints when it serves. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    const read = (chunk: Buffer) => {
      told += chunk.toString();
      const [, url] = /(http:\/\/\S+)\/users\/upload/.exec(told) ?? [];
      if (url) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The host ended with ${code}.\n${told}`)));
  });
}
