import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';

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
