import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, eventually } from './client.js';
import { csv } from './csv.js';
import { PASSWORD } from './platform.js';
import { onEveryDatabase } from './databases.js';
import { IS_FULL } from '../size.js';

const API = '/api/user-batch-upload';
const ROWS = 450;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The memory limits that `npm start` sets. */
async function heapFlags(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => /^--max-(old|semi)-space-size=/.test(word));
}

onEveryDatabase((setup) => {
  let folder: string;
  let server: ChildProcess;
  let admin: Client;
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heap-'));
    const port = await freePort();
    const flags = await heapFlags();
    expect(flags).toHaveLength(2);
    server = spawn(process.execPath, [...flags, 'apps/platform/dist/main.js'], {
      env: {
        ...process.env,
        ...(await setup.env()),
        DATA_DIR: folder,
        PORT: `${port}`,
        PLATFORM_ADMIN_PASSWORD: PASSWORD,
        BATCH_UPLOAD_MAX_ROWS: '10000',
      },
    });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (text: Buffer) => (output += text.toString()));
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => {
      if (server.exitCode !== null) throw new Error(output);
      return fetch(`${url}/api/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    }, 30_000);
    admin = await Client.signIn({ url });
  }, 60_000);

  afterAll(async () => {
    if (server.exitCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  test('a fix that makes many rows long does not crash the process', async () => {
    const { body: options } = await admin.get(`${API}/options`);
    const headers = options.columns.map(({ header }: { header: string }) => header) as string[];
    const upload = await admin.upload(
      csv(
        headers,
        Array.from({ length: 1_000 }, (_, index) => ({
          'Email Address': `fix${index}@new.example`,
          Office: 'Nort Clinic',
        })),
      ),
    );
    const path = `${API}/loads/${upload.body.id}`;
    const fault = { column: 'Office', code: 'OFFICE_UNKNOWN', value: 'Nort Clinic' };
    const fix = await admin.post(`${path}/fixes`, { ...fault, to: '文'.repeat(30_000) });
    expect(fix).toMatchObject({ status: 201, body: { changed: 1_000, fixed: 0 } });
    const undone = await admin.delete(`${path}/fixes/${fix.body.id}`);
    expect(undone).toMatchObject({ status: 200, body: { changed: 1_000 } });
    expect((await admin.delete(path)).status).toBe(204);
    expect(server.exitCode).toBeNull();
  }, 120_000);

  test('no route crashes the process on the widest rows', async () => {
    const { body: options } = await admin.get(`${API}/options`);
    const headers = options.columns.map(({ header }: { header: string }) => header) as string[];
    const wide = 'x'.repeat(3_990);
    const broad = '文'.repeat(3_990);
    const rows = (email: string, of: Record<string, string>) =>
      Array.from({ length: ROWS }, (_, index) => ({
        ...of,
        'Email Address': `${email}${index}@new.example`,
      }));
    const all = (text: string) => Object.fromEntries(headers.map((header) => [header, text]));
    const good = {
      'Profile Type ID': '1',
      'First Name': 'Ana',
      'Last Name': 'Sousa',
      Office: 'North Clinic',
      'Employee Notes': broad,
    };
    const files = [
      ['each cell is too long', csv(headers, rows('long', all(wide)))],
      ['each cell is wrong', csv(headers, rows('wrong', all('文'.repeat(1_000))))],
      ['each row creates a user', csv(headers, rows('new', good))],
    ] as const;
    // The first for SQLite, the second for PostgreSQL, the third for both; in the full size all for both.
    const left = setup.isFirst ? files[1] : files[0];
    for (const [name, text] of files.filter((file) => IS_FULL || file !== left)) {
      const upload = await admin.upload(text);
      expect({ name, status: upload.status }).toEqual({ name, status: 201 });
      const id = (await admin.rest(upload.body.id)).id as string;
      const path = `${API}/loads/${id}`;
      const answers = await Promise.all(
        [
          ...Array.from({ length: 4 }, () => `${path}/rows?pageSize=500`),
          `${path}/rows?pageSize=500&search=xxxxxxxxxx`,
          `${path}/rows?pageSize=500&search=${encodeURIComponent('文'.repeat(200))}`,
          `${path}/rows?pageSize=500&problem=TOO_LONG&show=invalid`,
          `${path}/rows/2`,
          `${path}/report.csv?only=all`,
          `${path}/report.csv?only=rejected`,
          `${path}/progress`,
          `${API}/loads?pageSize=500`,
        ].map((route) => admin.get(route)),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect(answers[0]?.body.items).toHaveLength(ROWS);
      for (const filter of ['', '?search=xxxxx', '?show=invalid'])
        expect((await admin.patch(`${path}/rows${filter}`, { selected: true })).status).toBe(200);
      const finish = await admin.post(`${path}/finish`);
      expect([202, 409]).toContain(finish.status);
      if (finish.status === 202) await admin.rest(id);
    }
    expect({ exitCode: server.exitCode, said: output.match(/FATAL ERROR.*/)?.[0] }).toEqual({
      exitCode: null,
      said: undefined,
    });
  }, 180_000);
});
