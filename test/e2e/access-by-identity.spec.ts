import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { randomUUID } from 'node:crypto';
import { type Permission, RoleEntity } from '../../apps/platform/src/roles/role.entity.js';
import { User } from '../../apps/platform/src/users/user.entity.js';
import { Client } from './client.js';
import { mailsTo } from './mailbox.js';
import { PASSWORD, startPlatform, type TestPlatform } from './platform.js';
import { routesOf } from './routes.js';
import { onEveryDatabase } from './databases.js';

/** The requests that each kind of person may send, for every route that Nest knows. */

type Outcome = 'let in' | 'UNAUTHENTICATED' | 'FORBIDDEN';

/** Public routes. A password or a link protects them. */
const OPEN = [
  'POST /api/session',
  'DELETE /api/session',
  'GET /api/health',
  'GET /api/user-batch-upload/ui.js',
  'GET /api/invitations/:token',
  'POST /api/invitations/:token',
  'POST /api/password-resets',
  'POST /api/password-resets/:token',
];
/** These end the session of the request. */
const ENDING = ['DELETE /api/session', 'DELETE /api/sessions'];

const isOwn = (route: string) => /\/api\/(sessions?|password)$/.test(route);
const isUpload = (route: string) => route.includes('/api/user-batch-upload/');
const isRead = (route: string) => route.startsWith('GET ');

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let routes: string[];
  let topAdminId: string;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    routes = routesOf(platform.app).filter((route) => route.includes(' /api/'));
    const admin = await Client.signIn(platform);
    topAdminId = (await admin.get('/api/session')).body.user.id;
  }, 60_000);
  afterAll(() => platform?.stop());

  /** A user at Northwind with a role of their own, and the e-mail for sign-in. */
  async function newUser(rank: number, permissions: Permission[]) {
    const em = platform.app.get(MikroORM).em.fork();
    const { ...like } = await em.findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
    const { organisationId } = like;
    const roleId = randomUUID();
    await em.insert(RoleEntity, { id: roleId, organisationId, name: roleId, rank, permissions });
    const email = `${randomUUID()}@northwind.example`;
    const id = randomUUID();
    const passwordHash = await hash(PASSWORD);
    await em.insert(User, { ...like, id, roleId, email, emailKey: email, passwordHash });
    return { id, email };
  }
  const signedIn = async (rank: number, permissions: Permission[]) =>
    Client.signIn(platform, (await newUser(rank, permissions)).email);

  /** Uses unknown ids, so that an allowed request changes nothing. */
  async function outcomes(client: Client, asked: string[]): Promise<Record<string, Outcome>> {
    const found: Record<string, Outcome> = {};
    for (const route of asked) {
      const [method = '', path = ''] = route.split(' ');
      const filled = path.replace(/:line/, '2').replace(/:\w+/g, 'x');
      const body = ['POST', 'PATCH', 'PUT'].includes(method) ? {} : undefined;
      const { status, body: answer } = await client.send(method, filled, body);
      found[route] = [401, 403].includes(status) ? answer.code : 'let in';
    }
    return found;
  }
  const expected = (asked: string[], outcomeOf: (route: string) => Outcome) =>
    Object.fromEntries(asked.map((route) => [route, outcomeOf(route)]));

  test('an admin who may upload and nothing else', async () => {
    const asked = routes.filter((route) => !ENDING.includes(route));
    const may = (route: string) =>
      OPEN.includes(route) || isOwn(route) || isUpload(route) || isRead(route);
    expect(await outcomes(await signedIn(100, ['batch-upload']), asked)).toEqual(
      expected(asked, (route) => (may(route) ? 'let in' : 'FORBIDDEN')),
    );
  });

  test('an admin who may not upload', async () => {
    const asked = routes.filter((route) => !ENDING.includes(route));
    expect(await outcomes(await signedIn(100, ['administer']), asked)).toEqual(
      expected(asked, (route) =>
        isUpload(route) && !OPEN.includes(route) ? 'FORBIDDEN' : 'let in',
      ),
    );
  });

  test('a second admin of lower rank may use every route but can’t change someone of higher rank', async () => {
    const asked = routes.filter((route) => !ENDING.includes(route));
    const second = await signedIn(40, ['administer', 'batch-upload']);
    expect(await outcomes(second, asked)).toEqual(expected(asked, () => 'let in'));
    for (const [method, path, body] of [
      ['PATCH', '', { status: 'INACTIVE' }],
      ['PATCH', '', { email: 'mine@northwind.example' }],
      ['POST', '/invitation', undefined],
    ] as const) {
      const answer = await second.send(method, `/api/users/${topAdminId}${path}`, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'PROTECTED_USER']);
    }
    expect(await mailsTo(platform, 'admin@northwind.example')).toEqual([]);
  });

  test('an admin with fewer permissions can’t change someone who has more', async () => {
    const fewer = await signedIn(100, ['administer']);
    const path = `/api/users/${topAdminId}`;
    for (const answer of [
      await fewer.patch(path, { status: 'INACTIVE' }),
      await fewer.patch(path, { email: 'mine@northwind.example' }),
      await fewer.post(`${path}/invitation`),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'PROTECTED_USER']);
    expect(await mailsTo(platform, 'admin@northwind.example')).toEqual([]);
  });

  test('a tab that was signed out', async () => {
    const tab = await signedIn(100, ['administer', 'batch-upload']);
    expect((await tab.delete('/api/session')).status).toBe(204);
    const asked = routes.filter((route) => !OPEN.includes(route));
    expect(await outcomes(tab, asked)).toEqual(expected(asked, () => 'UNAUTHENTICATED'));
    const { status, headers } = await tab.get('/settings/users');
    expect([status, headers.get('location')]).toEqual([302, '/sign-in?next=%2Fsettings%2Fusers']);
  });

  test('a stranger with an old link', async () => {
    const admin = await Client.signIn(platform);
    const { id, email } = await newUser(1, []);
    await admin.post(`/api/users/${id}/invitation`);
    const [mail] = await mailsTo(platform, email);
    await admin.patch(`/api/users/${id}`, { email: `${randomUUID()}@northwind.example` });
    const stranger = new Client(platform);
    const token = mail?.link.split('/').at(-1) ?? '';
    const password = 'a stranger’s password';
    expect((await stranger.get(`/api/invitations/${token}`)).status).toBe(410);
    expect((await stranger.post(`/api/invitations/${token}`, { password })).status).toBe(410);
    expect((await stranger.post(`/api/password-resets/${token}`, { password })).status).toBe(404);
    for (const route of routes.filter((one) => one.includes(':id'))) {
      const [method = '', path = ''] = route.split(' ');
      const filled = path.replace(':line', '2').replace(/:\w+/g, token);
      const body = isRead(route) ? undefined : {};
      expect((await stranger.send(method, filled, body)).status).toBe(401);
    }
    const asked = routes.filter((route) => !OPEN.includes(route));
    expect(await outcomes(stranger, asked)).toEqual(expected(asked, () => 'UNAUTHENTICATED'));
  });
});
