import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';

/** The script of the page: small, compressed, and sent again only when it changed. */

const MOST_BYTES = 45_000;

interface Script {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** Without `fetch`, which decompresses by itself. */
const script = (headers: Record<string, string> = {}): Promise<Script> =>
  new Promise((resolve, reject) => {
    request(`${platform.url}/api/user-batch-upload/ui.js`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });

test('the script is sent compressed to a client that accepts it', async () => {
  const plain = await script();
  const compressed = await script({ 'accept-encoding': 'br, gzip' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(compressed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'Accept-Encoding',
  });
  expect(gunzipSync(compressed.bytes)).toEqual(plain.bytes);
  expect(compressed.bytes.length).toBeLessThan(MOST_BYTES);
});

test('a client that refuses gzip gets the plain script', async () => {
  const { headers } = await script({ 'accept-encoding': 'gzip;q=0, identity' });
  expect(headers['content-encoding']).toBeUndefined();
});

test('an unchanged script is not sent again', async () => {
  const first = await script({ 'accept-encoding': 'gzip' });
  const second = await script({
    'accept-encoding': 'gzip',
    'if-none-match': String(first.headers['etag']),
  });
  expect(second).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
});

test('the options of a column are its only values', async () => {
  const admin = await Client.signIn(platform);
  const { body } = await admin.get('/api/user-batch-upload/options');
  const optionsOf = (header: string): string[] =>
    body.columns.find((column: { header: string }) => column.header === header).options;
  expect(optionsOf('Office')).toContain('North Clinic');
  expect(optionsOf('Profile Status')).toEqual(['ACTIVE', 'INACTIVE', 'DELETED']);
  expect(optionsOf('Mobile Phone Country')).toContain('USA');
  expect(optionsOf('Remote')).toEqual(['Yes', 'No']);
  expect(optionsOf('Start Date')).toEqual([]);
});
