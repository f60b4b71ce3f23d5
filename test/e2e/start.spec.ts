import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformProcess } from './platform-process.js';
import { onPostgresqlAndRedis } from './databases.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (env: Record<string, string>, script: 'start' | 'worker' = 'start', args?: string[]) =>
  new PlatformProcess(script, { PORT: '0', DATA_DIR: join(folder, 'data'), ...env }, args).exit();

/** Prints the reason in one line and exits. */
async function expectRefused(env: Record<string, string>, ...parts: string[]): Promise<void> {
  const { code, stderr } = await run(env);
  expect(stderr).toMatch(/^The platform can’t start\. [^\n]+\n$/);
  for (const part of parts) expect(stderr).toContain(part);
  expect(code).toBe(1);
}

async function takenPort() {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  return { server, port: String((server.address() as AddressInfo).port) };
}

describe('a failed start prints the reason in one line', () => {
  test('several settings are wrong', () =>
    expectRefused({ PORT: 'abc', REDIS_URL: 'localhost' }, 'PORT must', 'REDIS_URL must'));

  test('the data folder is a file, or below one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expectRefused({ DATA_DIR: file }, 'DATA_DIR', file);
    await expectRefused({ DATA_DIR: join(file, 'data') }, 'DATA_DIR', file);
  }, 60_000);

  test('the folder of the mails is a file', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data/mail'), '');
    await expectRefused({}, 'DATA_DIR', join(folder, 'data/mail'));
  }, 60_000);

  test('the database is a folder, or no database', async () => {
    const path = join(folder, 'data/platform.sqlite');
    await mkdir(path, { recursive: true });
    await expectRefused({}, 'DATA_DIR', path);
    await rm(path, { recursive: true });
    await writeFile(path, 'These bytes are no database of SQLite, however many of them there are.');
    await expectRefused({}, 'DATA_DIR', path);
  }, 60_000);

  test('PostgreSQL is unreachable', () =>
    expectRefused({ DATABASE_URL: 'postgresql://127.0.0.1:1/platform' }, 'DATABASE_URL', ':1'));
});

test('a port in use does not lose the password of a first start', async () => {
  const { server, port } = await takenPort();
  try {
    const first = await run({ PORT: port });
    expect(first).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/Password: \S{16}\n/),
      stderr: `The platform can’t start. PORT: ${port} can’t be opened: listen EADDRINUSE: address already in use 0.0.0.0:${port}.\n`,
    });
    const second = await run({ PORT: port });
    expect(second).toMatchObject({ code: 1, stdout: '' });
  } finally {
    server.close();
  }
}, 60_000);

test('a worker that can’t start prints the reason in one line', async () => {
  expect(await run({ SMTP_URL: 'localhost' }, 'worker')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'The platform can’t start. SMTP_URL must be a URL that starts with smtp:// or smtps://.\n',
  });
});

test('a worker that is the first to start prints the password', async () => {
  const worker = new PlatformProcess('worker', { DATA_DIR: join(folder, 'data') });
  await worker.prints('Working on loads');
  expect(worker.stdout).toMatch(/Password: \S{16}\n/);
  await worker.stop();
}, 60_000);

test('a signal ends a platform whose shutdown hangs', async () => {
  const hang = 'import http from "node:http"; http.Server.prototype.close = () => undefined;';
  const platform = new PlatformProcess('start', {
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hang)}`,
  });
  await platform.prints('Batch Upload:');
  await platform.stop();
  expect((await platform.exit()).code).toBe(1);
}, 60_000);

test('the contents of a data folder are private', async () => {
  await mkdir(join(folder, 'data'));
  await chmod(join(folder, 'data'), 0o755);
  const platform = new PlatformProcess('start', { DATA_DIR: join(folder, 'data'), PORT: '0' });
  await platform.prints('Batch Upload:');
  const modeOf = async (name: string) => (await stat(join(folder, 'data', name))).mode & 0o777;
  const files = await readdir(join(folder, 'data'));
  expect(files).toEqual(expect.arrayContaining(['mail', 'platform.sqlite', 'platform.sqlite-wal']));
  expect(await modeOf('.')).toBe(0o700);
  for (const file of files) expect(await modeOf(file)).toBe(file === 'mail' ? 0o700 : 0o600);
  await platform.stop();
}, 60_000);

test.each(['start', 'worker'] as const)(
  '%s explains itself, and starts nothing',
  async (script) => {
    const help = await run({}, script, ['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`npm run ${script}`);
    expect(help.stdout).toContain('BATCH_UPLOAD_RETENTION_DAYS');
    expect(await readdir(folder)).toEqual([]);
  },
  60_000,
);

test('an unknown option is refused, and the version is printed with any settings', async () => {
  expect(await run({ PORT: 'abc' }, 'start', ['--version'])).toEqual({
    code: 0,
    stdout: '1.0.0\n',
    stderr: '',
  });
  expect(await run({}, 'start', ['--prot=80'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^[^\n]*Unknown option “--prot=80”[^\n]*--help[^\n]*\n$/),
  });
  expect(await readdir(folder)).toEqual([]);
}, 60_000);

onPostgresqlAndRedis((setup) => {
  const urls = async () => {
    const { DATABASE_URL = '', REDIS_URL = '' } = await setup.env();
    return { DATABASE_URL, REDIS_URL };
  };

  test('a missing database is refused and not created', async () => {
    const { DATABASE_URL } = await urls();
    const missing = `${DATABASE_URL}_misspelt`;
    const name = new URL(missing).pathname.slice(1);
    await expectRefused({ DATABASE_URL: missing }, 'DATABASE_URL', name, 'does not exist');
  }, 60_000);

  test('a user that does not exist is refused', async () => {
    const url = new URL((await urls()).DATABASE_URL);
    url.username = 'nobody_here';
    await expectRefused({ DATABASE_URL: url.href }, 'DATABASE_URL', 'nobody_here');
  }, 60_000);

  test('a missing Redis database is refused before anything is created', async () => {
    const url = new URL((await urls()).REDIS_URL);
    url.pathname = '/999';
    await expectRefused({ REDIS_URL: url.href }, 'REDIS_URL', '999');
    expect(await readdir(join(folder, 'data'))).toEqual(['mail']);
  }, 60_000);
});
