import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { PASSWORD, startPlatform, type TestPlatform } from './platform.js';
import { routesOf } from './routes.js';
import { onEveryDatabase } from './databases.js';

/** Access to every route that Nest knows. A new route without a case fails. */

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let loadId: string;
  /** The `:id` of a route, by the start of its path. */
  let ids: Record<string, string>;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    loadId = (await admin.upload(csv(headers, [person()]))).body.id;
    const idOf = async (path: string) => (await admin.get(path)).body.items[0].id as string;
    ids = {
      '/api/user-batch-upload/loads': loadId,
      '/api/users': await idOf('/api/users'),
      '/api/offices': await idOf('/api/offices'),
      '/api/custom-fields': await idOf('/api/custom-fields'),
    };
  });
  afterAll(() => platform.stop());

  const PAGES = [
    'GET /',
    'GET /settings',
    'GET /sign-in',
    'GET /settings/users',
    'GET /settings/users/batch-upload',
    'GET /settings/users/batch-upload/:id',
    'GET /settings/users/:id',
    'GET /account',
    'GET /forgot-password',
    'GET /invitations/:link',
    'GET /password-resets/:link',
  ];
  const FOR_ANYONE = [
    'POST /api/session',
    'DELETE /api/session',
    'GET /api/health',
    'GET /api/user-batch-upload/ui.js',
    'GET /api/invitations/:token',
    'POST /api/invitations/:token',
    'POST /api/password-resets',
    'POST /api/password-resets/:token',
  ];
  /** Open to every signed-in user, with any role. */
  const FOR_THE_SIGNED_IN = ['GET /api/session', 'DELETE /api/sessions', 'PUT /api/password'];
  const OF_A_LOAD = [
    'GET /api/user-batch-upload/loads/:id',
    'GET /api/user-batch-upload/loads/:id/rows',
    'GET /api/user-batch-upload/loads/:id/rows/:line',
    'PATCH /api/user-batch-upload/loads/:id/rows/:line',
    'PATCH /api/user-batch-upload/loads/:id/rows',
    'GET /api/user-batch-upload/loads/:id/faults',
    'POST /api/user-batch-upload/loads/:id/fixes',
    'DELETE /api/user-batch-upload/loads/:id/fixes/:fixId',
    'POST /api/user-batch-upload/loads/:id/finish',
    'POST /api/user-batch-upload/loads/:id/again',
    'GET /api/user-batch-upload/loads/:id/progress',
    'GET /api/user-batch-upload/loads/:id/report.csv',
    'DELETE /api/user-batch-upload/loads/:id',
  ];
  const OF_A_USER = [
    'GET /api/users/:id',
    'PATCH /api/users/:id',
    'POST /api/users/:id/invitation',
  ];
  const OF_A_SETTING = [
    'PATCH /api/offices/:id',
    'PATCH /api/custom-fields/:id',
    'DELETE /api/custom-fields/:id',
  ];
  const OF_THE_ORGANISATION = [
    'GET /api/organisation',
    'PATCH /api/organisation',
    'GET /api/offices',
    'POST /api/offices',
    'GET /api/roles',
    'POST /api/roles',
    'GET /api/custom-fields',
    'POST /api/custom-fields',
    'GET /api/users',
    'GET /api/activity',
    'GET /api/user-batch-upload/options',
    'GET /api/user-batch-upload/template.csv',
    'GET /api/user-batch-upload/template.xlsx',
    'GET /api/user-batch-upload/sample.csv',
    'POST /api/user-batch-upload/loads',
    'GET /api/user-batch-upload/loads',
    'GET /api/user-batch-upload/dead-letters',
    'POST /api/user-batch-upload/dead-letters/retry',
  ];
  const GUARDED = [...OF_THE_ORGANISATION, ...OF_A_USER, ...OF_A_SETTING, ...OF_A_LOAD];

  const bodies: Record<string, object> = {
    PATCH: { selected: true },
    POST: {},
    PUT: {},
    'PATCH /api/users/:id': { firstName: 'Mine' },
    'POST /api/user-batch-upload/loads/:id/fixes': {
      column: 'Office',
      code: 'REQUIRED',
      value: '',
      to: 'Mine',
    },
    'PATCH /api/offices/:id': { name: 'Mine' },
    'PATCH /api/custom-fields/:id': { label: 'Mine' },
  };
  async function ask(client: Client, route: string, headers: Record<string, string> = {}) {
    const [method = '', path = ''] = route.split(' ');
    const id = ids[path.split('/:id')[0] ?? ''] ?? '';
    const filled = path
      .replace(':id', id)
      .replace(':line', '2')
      .replace(/:token|:fixId/, 'x');
    return client.send(method, filled, bodies[route] ?? bodies[method], headers);
  }

  test('every route of Nest has a case', () => {
    expect(routesOf(platform.app).toSorted()).toEqual(
      [...PAGES, ...FOR_ANYONE, ...FOR_THE_SIGNED_IN, ...GUARDED].toSorted(),
    );
  });

  test.each([...GUARDED, ...FOR_THE_SIGNED_IN])('%s needs a session', async (route) => {
    const { status, body } = await ask(new Client(platform), route);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test.each(GUARDED)('%s needs a permission', async (route) => {
    const viewer = await Client.signIn(platform, 'viewer@northwind.example');
    const { status, body } = await ask(viewer, route);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  describe('another organisation', () => {
    test.each([...OF_A_LOAD, ...OF_A_USER, ...OF_A_SETTING])(
      'does not exist for %s',
      async (route) => {
        const stranger = await Client.signIn(platform, 'admin@contoso.example');
        const answer = await ask(stranger, route);
        expect(answer.status).toBe(404);
        expect(JSON.stringify(answer.body)).not.toContain('Sousa');
      },
    );
  });

  test.each(
    [...GUARDED, ...FOR_THE_SIGNED_IN, ...FOR_ANYONE].filter((route) => !route.startsWith('GET')),
  )('%s is refused if another site sent it', async (route) => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ] as Record<string, string>[]) {
      const { status, body } = await ask(admin, route, headers);
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'CROSS_SITE' });
    }
  });

  test('a page redirects anonymous visitors to sign-in and back', async () => {
    const { status, headers } = await new Client(platform).get('/settings/users/batch-upload');
    expect(status).toBe(302);
    expect(headers.get('location')).toBe('/sign-in?next=%2Fsettings%2Fusers%2Fbatch-upload');
  });

  test('a user who is made inactive by a load loses their session', async () => {
    const viewer = await Client.signIn(platform, 'viewer@northwind.example');
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const load = (
      await admin.upload(
        csv(headers, [
          { 'Email Address': 'viewer@northwind.example', 'Profile Status': 'INACTIVE' },
        ]),
      )
    ).body;
    await admin.finish(load.id);
    expect((await viewer.get('/api/session')).status).toBe(401);
  });

  test('password guessing is slowed down after ten failures, even with the right password', async () => {
    const client = new Client(platform);
    const email = 'admin@contoso.example';
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect((await client.post('/api/session', { email, password: 'wrong' })).status).toBe(401);
    const { status, body } = await client.post('/api/session', { email, password: PASSWORD });
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'RATE_LIMITED' });
  });
});
