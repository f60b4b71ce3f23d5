import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { PASSWORD } from './platform.js';
import { PlatformProcess } from './platform-process.js';

const LOADS = '/api/user-batch-upload/loads';

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
const data = join(folder, 'data');
const temporary = join(folder, 'temporary');
const mount = (path: string, options: string) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
const unmount = (path: string) => spawnSync('umount', ['-l', path]);

/** Only root can mount a disk, and not in every container. */
function mayMount(): boolean {
  mkdirSync(data, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', data]);
  unmount(data);
  return status === 0;
}
const onRealDisks = mayMount() ? test : test.skip;

let platform: PlatformProcess | undefined;
beforeEach(() => {
  for (const path of [data, temporary]) mkdirSync(path, { recursive: true });
});
afterEach(async () => {
  await platform?.kill();
  for (const path of [data, temporary]) unmount(path);
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Client> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  platform = new PlatformProcess('start', {
    DATA_DIR: data,
    TMPDIR: temporary,
    PORT: String(port),
    PLATFORM_ADMIN_PASSWORD: PASSWORD,
  });
  await platform.prints('Batch Upload:');
  return new Client({ url: `http://127.0.0.1:${port}` });
}

onRealDisks(
  'on a full or read-only disk the process lives, starts, is read, and recovers by itself',
  async () => {
    mount(data, 'size=6m');
    mount(temporary, 'size=4m');
    let admin = await start();
    const { cookie } = await Client.signIn(admin.platform);
    admin.cookie = cookie;
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const file = csv(
      headers,
      Array.from({ length: 100 }, (_, index) =>
        person({
          'Email Address': `${index}@new.example`,
          'Employee Notes': 'x'.repeat(3_900),
        }),
      ),
    );
    const upload = async () => {
      const answer = await admin.upload(file);
      return answer.body.code ?? answer.status;
    };
    const state = async () => {
      const { status, body: health } = await admin.get('/api/health');
      return { health: status, said: health.status, read: (await admin.get(LOADS)).status };
    };
    const again = async (how: 'kill' | 'stop') => {
      await platform?.[how]();
      admin = await start();
      admin.cookie = cookie;
    };
    const degraded = { health: 200, said: 'degraded', read: 200 };

    await eventually(async () => (await upload()) === 'STORAGE_FULL', 30_000);
    expect(await state()).toEqual(degraded);
    for (const how of ['kill', 'stop'] as const) {
      await again(how);
      expect(await state()).toEqual(degraded);
      expect(await upload()).toBe('STORAGE_FULL');
    }
    execFileSync('mount', ['-o', 'remount,size=60m', data]);
    await eventually(async () => (await upload()) === 201);
    await eventually(async () => (await state()).said === 'ok');

    expect(() => writeFileSync(join(temporary, 'fill'), Buffer.alloc(8_000_000))).toThrow('ENOSPC');
    expect(await upload()).toBe('STORAGE_FULL');
    expect(await state()).toEqual(degraded);
    rmSync(join(temporary, 'fill'));
    await eventually(async () => (await upload()) === 201);
    await eventually(async () => (await state()).said === 'ok');

    await platform?.stop();
    execFileSync('mount', ['-o', 'remount,ro', data]);
    admin = await start();
    admin.cookie = cookie;
    expect(await upload()).toBe('UNAVAILABLE');
    expect(await state()).toEqual(degraded);
    expect(platform?.stderr).not.toContain('The platform can’t start');
  },
  120_000,
);
