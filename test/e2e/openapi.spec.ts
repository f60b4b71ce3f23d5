import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';

const GUIDE = join(import.meta.dirname, '../../libs/user-batch-upload/docs/http.md');

let platform: TestPlatform;
let paths: Record<string, Record<string, any>>;
beforeAll(async () => {
  platform = await startPlatform();
  ({ paths } = (await new Client(platform).get('/api/docs-json')).body);
});
afterAll(() => platform.stop());

test('the routes of the library have their tag and security in the OpenAPI document', () => {
  const operations = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/user-batch-upload'))
    .flatMap(([, operation]) => Object.values(operation));
  expect(operations.length).toBeGreaterThan(10);
  for (const { tags, security } of operations)
    expect({ tags, security }).toEqual({
      tags: ['user-batch-upload'],
      security: [{ cookie: [] }],
    });
});

test('the script of the page is not in it', () => {
  expect(Object.keys(paths)).not.toContain('/api/user-batch-upload/ui.js');
});

test('the guide to the HTTP API lists every route of the library that is in it', async () => {
  const prefix = '/api/user-batch-upload';
  const guide = await readFile(GUIDE, 'utf8');
  const routes = Object.entries<object>(paths)
    .filter(([path]) => path.startsWith(prefix))
    .flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) =>
          `${method.toUpperCase()} ${path.slice(prefix.length).replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
  const listed = [...guide.matchAll(/^\| `((?:GET|POST|PATCH|DELETE) \S+)` \|/gm)].map(
    ([, route = '']) => route,
  );
  expect(listed.toSorted()).toEqual(routes.toSorted());
});
