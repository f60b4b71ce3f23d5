import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, eventually } from './client.js';
import { PASSWORD } from './platform.js';
import { PlatformProcess } from './platform-process.js';

let folder: string;
const processes: PlatformProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'left-behind-'));
});
afterEach(async () => {
  for (const one of processes.splice(0)) await one.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Processes that share one temporary folder. */
async function start(data: string): Promise<{ platform: PlatformProcess; url: string }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const platform = new PlatformProcess('start', {
    DATA_DIR: join(folder, data),
    TMPDIR: folder,
    PORT: String(port),
    PLATFORM_ADMIN_PASSWORD: PASSWORD,
  });
  processes.push(platform);
  await platform.prints('Batch Upload:');
  return { platform, url: `http://127.0.0.1:${port}` };
}

/** Sends only the beginning of a file. */
async function beginUpload(url: string): Promise<ClientRequest> {
  const { cookie } = await Client.signIn({ url });
  const upload = request(`${url}/api/user-batch-upload/loads`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' },
  });
  upload.on('error', () => undefined);
  upload.write(
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nEmail Address',
  );
  return upload;
}

const isFolder = (name: string): boolean => name.startsWith('user-batch-upload-');
const folders = async () => (await readdir(folder)).filter(isFolder);
/** The files of uploads, by folder. */
async function uploads(): Promise<string[]> {
  const found = [];
  for (const name of await folders())
    for (const file of await readdir(join(folder, name)).catch(() => []))
      if (file !== 'alive') found.push(join(folder, name, file));
  return found;
}
const someUpload = (count = 1) =>
  eventually(async () => {
    const found = await uploads();
    return found.length === count && found;
  });

test('a file being uploaded is private, and is deleted after its process was killed', async () => {
  const { platform, url } = await start('data');
  const upload = await beginUpload(url);
  const [file = ''] = await someUpload();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  await platform.kill();
  upload.destroy();
  expect(await uploads()).toHaveLength(1);
  await start('data');
  expect(await folders()).toEqual([]);
}, 60_000);

test('a starting process keeps the files of a running one', async () => {
  const first = await start('data');
  await beginUpload(first.url);
  const before = await someUpload();
  const second = await start('other');
  expect(await uploads()).toEqual(before);
  const upload = await beginUpload(second.url);
  await someUpload(2);
  upload.destroy();
  await someUpload(1);
  expect(await uploads()).toEqual(before);
  await second.platform.stop();
  expect(await folders()).toHaveLength(1);
}, 60_000);
