import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConsoleLogger } from '@nestjs/common';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { routesOf } from './routes.js';

/** Malformed requests: every route refuses them with 400 before it asks a database, and nothing is logged. */

const LOADS = '/api/user-batch-upload/loads';

/** HTML pages and the script of the element take no body and no parameters. */
const isJsonRoute = (route: string) => / \/api\//.test(route) && !route.endsWith('/ui.js');

const deep = (levels: number, open: string, close: string) =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

const BODIES: [string, string, RegExp][] = [
  ['lists 2,000 deep', `{"email":${deep(2_000, '[', ']')},"password":"x"}`, /levels deep/],
  ['objects 9,000 deep', `{"name":${deep(9_000, '{"a":', '}')}}`, /levels deep/],
  ['lists 40,000 deep and nothing else', deep(40_000, '[', ']'), /levels deep/],
  ['40,000 values', `{"options":[${'0,'.repeat(40_000)}0]}`, /10000 values/],
  ['__proto__', '{"name":"x","__proto__":{"rank":99}}', /must not be named __proto__/],
  ['constructor', '{"customFields":{"constructor":"x"}}', /must not be named constructor/],
  ['a NUL in a text', '{"name":"a\\u0000b","password":"a\\u0000b"}', /NUL/],
  ['a list', '[]', /must be a JSON object/],
  ['a list of objects', '[{"selected":true,"name":"x"}]', /must be a JSON object/],
  ['a NUL in a name', '{"a\\u0000b":1}', /NUL/],
];

describe('on SQLite', () => {
  let platform: TestPlatform;
  let admin: Client;
  let ids: Record<string, string>;
  let headers: string[];
  const logged: string[] = [];

  class KeepingLogger extends ConsoleLogger {
    protected override printMessages(messages: unknown[]): void {
      logged.push(...messages.map((message) => String(message)));
    }
    protected override printStackTrace(stack: string): void {
      logged.push(stack);
    }
  }

  beforeAll(async () => {
    platform = await startPlatform();
    platform.app.useLogger(new KeepingLogger({ logLevels: ['warn', 'error', 'fatal'] }));
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
    const loadId = (await admin.upload(csv(headers, [person()]))).body.id;
    const userId = (await admin.get('/api/users')).body.items[0].id;
    ids = { loads: loadId, users: userId };
  });
  afterAll(() => platform.stop());
  beforeEach(() => void logged.splice(0));

  /** The route's path with existing ids, so that only the shape of the request can be refused. */
  const filled = (path: string) =>
    path
      .replace(/\/(loads|users)\/:id/, (_, list: string) => `/${list}/${ids[list] ?? ''}`)
      .replace(':line', '2')
      .replace(/:\w+/g, 'x');
  const routes = () =>
    routesOf(platform.app)
      .filter(isJsonRoute)
      .map((route) => route.split(' ') as [string, string]);

  async function send(method: string, path: string, body?: string, type = 'application/json') {
    const { status, body: answer } = await admin.sendRaw(method, path, body, type);
    return { status, code: answer.code, detail: answer.detail };
  }

  describe('a body with', () => {
    test.each(BODIES)('%s is refused by every route', async (_, json, detail) => {
      const withBody = routes().filter(([method]) => method !== 'GET');
      expect(withBody.length).toBeGreaterThan(10);
      for (const [method, path] of withBody)
        expect({ path, ...(await send(method, filled(path), json)) }).toEqual({
          path,
          status: 400,
          code: 'VALIDATION',
          detail: expect.stringMatching(detail),
        });
      expect(logged).toEqual([]);
    });

    test('a form instead of JSON is ignored, whatever it contains', async () => {
      for (const form of ['name=x', 'a[constructor]=x', `a${'[b]'.repeat(5_000)}=x`]) {
        const answer = await send(
          'POST',
          '/api/session',
          form,
          'application/x-www-form-urlencoded',
        );
        expect(answer).toMatchObject({ status: 400, code: 'VALIDATION' });
      }
      expect(logged).toEqual([]);
    });
  });

  test('a query with __proto__, constructor or a NUL is refused by every route', async () => {
    for (const query of ['__proto__=1', 'constructor=1', 'search=%00', 'a%00=1', 'page=1&page=%00'])
      for (const [method, path] of routes())
        expect({
          path,
          query,
          ...(await send(method, `${filled(path)}?${query}`)),
        }).toMatchObject({ path, query, status: 400, code: 'VALIDATION' });
    expect(logged).toEqual([]);
  });

  test('a path with a NUL or with invalid UTF-8 is refused by every route', async () => {
    const withParameters = routes().filter(([, path]) => path.includes(':'));
    expect(withParameters.length).toBeGreaterThan(8);
    for (const hostile of ['%00', 'a%00b', '%ff', '%'])
      for (const [method, path] of withParameters)
        expect({
          path,
          hostile,
          ...(await send(method, path.replace(/:\w+/g, hostile))),
        }).toMatchObject({ path, hostile, status: 400, code: 'VALIDATION' });
    expect(logged).toEqual([]);
  });

  describe('an upload with', () => {
    const BOUNDARY = 'a-boundary';
    const upload = async (parts: Record<string, string>, name = 'filename="users.csv"') => {
      const fields = Object.entries({ roleId: await admin.roleId(), ...parts }).map(
        ([field, value]) =>
          `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
      );
      const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; ${name}\r\n\r\n${csv(headers, [person()])}\r\n`;
      return send(
        'POST',
        LOADS,
        `${fields.join('')}${file}--${BOUNDARY}--\r\n`,
        `multipart/form-data; boundary=${BOUNDARY}`,
      );
    };
    const total = async () => (await admin.get(LOADS)).body.total;

    test.each([
      ['a NUL', "filename*=UTF-8''a%00b.csv", /control characters/],
      ['a line break', "filename*=UTF-8''a%0D%0Ab.csv", /control characters/],
      ['a C1 control', "filename*=UTF-8''a%C2%85b.csv", /control characters/],
      ['a tab', 'filename="a\tb.csv"', /control characters/],
      ['7,000 characters', `filename="${'a'.repeat(7_000)}.csv"`, /at most 255/],
    ])('%s in its file name is refused, and nothing is stored', async (_, name, detail) => {
      const before = await total();
      expect(await upload({}, name)).toEqual({
        status: 400,
        code: 'UPLOAD_INVALID',
        detail: expect.stringMatching(detail),
      });
      expect(await total()).toBe(before);
      expect(logged).toEqual([]);
    });

    test.each<[string, Record<string, string>]>([
      ['a NUL in a field', { roleId: 'a\0b' }],
      ['a line break in a field', { roleId: 'a\nb' }],
      ['a NUL behind an encoding', { encoding: 'utf-8\0' }],
      ['a C1 control in a field', { encoding: '\u009f' }],
      ['a field named __proto__', { ['__proto__']: 'x' }],
      ['a field named constructor', { constructor: 'x' }],
      ['a control character in the name of a field', { 'a\u0085b': 'x' }],
      ['a nested field', { 'a[b][c]': 'x' }],
    ])('%s is refused, and nothing is kept', async (_, fields) => {
      const before = await total();
      expect(await upload(fields)).toMatchObject({ status: 400, code: 'UPLOAD_INVALID' });
      expect(await total()).toBe(before);
      expect(logged).toEqual([]);
    });

    test('an ordinary name in any script is accepted', async () => {
      const name = "filename*=UTF-8''%E5%90%8D%E5%89%8D%20%26%20%CE%A9.csv";
      expect((await upload({}, name)).status).toBe(201);
    });
  });
});
