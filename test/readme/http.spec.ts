import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '../e2e/client.js';
import { BASE_HEADERS, csv, person } from '../e2e/csv.js';
import { startPlatform, type TestPlatform } from '../e2e/platform.js';

/** The guide to the HTTP API, compared with the platform. `docs.spec` compiles its script. */

const ROOT = join(import.meta.dirname, '../..');
const PREFIX = '/api/user-batch-upload';
const FOLDER = join(ROOT, 'apps/platform/.http');

let guide: string;
let platform: TestPlatform;
beforeAll(async () => {
  guide = await readFile(join(ROOT, 'libs/user-batch-upload/docs/http.md'), 'utf8');
  platform = await startPlatform();
});
afterAll(async () => {
  await platform.stop();
  await rm(FOLDER, { recursive: true, force: true });
});

test('the guide lists every route of the library', async () => {
  const { paths } = (await new Client(platform).get('/api/docs-json')).body;
  const routes = Object.entries<object>(paths)
    .filter(([path]) => path.startsWith(PREFIX))
    .flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) =>
          `${method.toUpperCase()} ${path.slice(PREFIX.length).replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
  const listed = [...guide.matchAll(/^\| `((?:GET|POST|PATCH|DELETE) \S+)` \|/gm)].map(
    ([, route = '']) => route,
  );
  expect(listed.toSorted()).toEqual(routes.toSorted());
});

test('the script of the guide fixes, finishes and reports a file', async () => {
  const [, code = ''] = /^```ts\n\/\/ upload\.ts\n(.*?)^```/ms.exec(guide) ?? [];
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'upload.ts'), code);
  const { upload } = await import(join(FOLDER, 'upload.ts'));
  const admin = await Client.signIn(platform);
  const rows = [
    person({ 'Email Address': 'one@script.example', Office: 'Nort Clinic' }),
    person({ 'Email Address': 'two@script.example', Office: 'Nort Clinic' }),
    person({ 'Email Address': 'three@script.example', Office: 'Moon' }),
  ];
  const { body: options } = await admin.get(`${PREFIX}/options`);
  const headers = options.columns.map(({ header }: { header: string }) => header);
  expect(headers).toEqual(expect.arrayContaining([...BASE_HEADERS]));
  const file = new File([csv(headers, rows)], 'people.csv');
  const report: string = await upload(platform.url + PREFIX, { cookie: admin.cookie }, file);
  expect(report).toContain('three@script.example');
  expect(report).not.toContain('two@script.example');
  const { items } = (await admin.get('/api/users?search=script.example')).body;
  expect(items.map(({ email }: { email: string }) => email).toSorted()).toEqual([
    'one@script.example',
    'two@script.example',
  ]);
});
