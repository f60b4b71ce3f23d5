import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Answer, Client } from '../../../../test/e2e/client.js';
import {
  PASSWORD,
  quickHash,
  startPlatform,
  type TestPlatform,
} from '../../../../test/e2e/platform.js';
import { User } from '../users/user.entity.js';
import { Device } from './device.entity.js';
import { Session } from './session.entity.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let from = 0;
  /** Each test uses its own address, so that failed attempts do not add up. */
  let address: string;

  beforeAll(async () => {
    platform = await startPlatform({ ...(await setup.env()), TRUST_PROXY: 'loopback' });
  }, 60_000);
  afterAll(() => platform?.stop());
  beforeEach(() => {
    address = `203.0.113.${++from}`;
  });

  const signIn = (body: object, headers: Record<string, string> = {}) =>
    new Client(platform).send('POST', '/api/session', body, {
      'x-forwarded-for': address,
      ...headers,
    });
  const admin = { email: 'admin@northwind.example', password: PASSWORD };

  test('the e-mail ignores case, the password does not', async () => {
    expect(
      (await signIn({ ...admin, email: ' Admin@Northwind.EXAMPLE ' })).body.user,
    ).toMatchObject({
      email: 'admin@northwind.example',
      permissions: ['administer', 'batch-upload'],
    });
    expect((await signIn({ ...admin, password: PASSWORD.toUpperCase() })).status).toBe(401);
  });

  test('a wrong password, an unknown e-mail and a user who is not active get the same answer', async () => {
    const em = platform.app.get(MikroORM).em.fork();
    await em.nativeUpdate(
      User,
      { emailKey: 'viewer@northwind.example' },
      { status: 'INACTIVE' as const },
    );
    const answers = await Promise.all([
      signIn({ ...admin, password: 'wrong' }),
      signIn({ email: 'nobody@northwind.example', password: PASSWORD }),
      signIn({ email: 'viewer@northwind.example', password: PASSWORD }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]?.body);
    }
  });

  const cookieOf = ({ headers }: Answer) => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const send = (method: string, path: string, cookie: string, body?: object) =>
    new Client(platform).send(method, path, body, { cookie, 'x-forwarded-for': address });
  const isAlive = async (cookie: string) =>
    (await send('GET', '/api/session', cookie)).status === 200;
  const HOUR = 60 * 60 * 1000;

  test('the database holds no token of a session or a device', async () => {
    const { headers } = await signIn(admin);
    const tokens = headers.getSetCookie().map((cookie) => /=([^;]+)/.exec(cookie)?.[1] ?? '');
    expect(tokens.length).toBe(2);
    const em = platform.app.get(MikroORM).em.fork();
    const stored = JSON.stringify([await em.find(Session, {}), await em.find(Device, {})]);
    for (const token of tokens) expect(stored).not.toContain(token);
  });

  test('a session ends after 12 hours, however busy it is', async () => {
    const cookie = cookieOf(await signIn(admin));
    const em = platform.app.get(MikroORM).em.fork();
    const [session] = await em.find(Session, {}, { orderBy: { expiresAt: 'desc' }, limit: 1 });
    const left = (session?.expiresAt.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(11.9 * HOUR);
    expect(left).toBeLessThanOrEqual(12 * HOUR);
    expect(await isAlive(cookie)).toBe(true);
    await em.nativeUpdate(Session, {}, { expiresAt: new Date(Date.now() - 1) });
    expect(await isAlive(cookie)).toBe(false);
  });

  test('a session ends after 2 hours without a request; each request extends it', async () => {
    const cookie = cookieOf(await signIn(admin));
    const em = platform.app.get(MikroORM).em.fork();
    const unseenFor = (ms: number) =>
      em.nativeUpdate(Session, {}, { seenAt: new Date(Date.now() - ms) });
    await unseenFor(1.9 * HOUR);
    expect(await isAlive(cookie)).toBe(true);
    const [session] = await em.find(Session, {}, { orderBy: { seenAt: 'desc' }, limit: 1 });
    expect(Date.now() - (session?.seenAt.getTime() ?? 0)).toBeLessThan(HOUR);
    await unseenFor(2 * HOUR);
    expect(await isAlive(cookie)).toBe(false);
  });

  test('signing out ends the session, even if the cookie was kept', async () => {
    const cookie = cookieOf(await signIn(admin));
    expect((await send('DELETE', '/api/session', cookie)).status).toBe(204);
    expect(await isAlive(cookie)).toBe(false);
  });

  test('signing in ends the earlier session of the device and no other', async () => {
    const [here, elsewhere] = [cookieOf(await signIn(admin)), cookieOf(await signIn(admin))];
    const next = cookieOf(await signIn(admin, { cookie: here }));
    expect(await Promise.all([here, elsewhere, next].map(isAlive))).toEqual([false, true, true]);
  });

  test('a sign-in that fails leaves the session as it is', async () => {
    const cookie = cookieOf(await signIn(admin));
    expect((await signIn({ ...admin, password: 'wrong' }, { cookie })).status).toBe(401);
    expect(await isAlive(cookie)).toBe(true);
  });

  test('signing out everywhere ends the sessions of all devices, and of no other user', async () => {
    const cookies = [cookieOf(await signIn(admin)), cookieOf(await signIn(admin))];
    const other = cookieOf(await signIn({ ...admin, email: 'admin@contoso.example' }));
    expect((await send('DELETE', '/api/sessions', cookies[0] ?? '')).status).toBe(204);
    expect(await Promise.all(cookies.map(isAlive))).toEqual([false, false]);
    expect(await isAlive(other)).toBe(true);
    expect((await signIn(admin)).status).toBe(200);
  });

  describe('a change of password', () => {
    const email = 'change@northwind.example';
    const NEW = 'another long password';

    beforeAll(async () => {
      const em = platform.app.get(MikroORM).em.fork();
      const { ...like } = await em.findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
      const passwordHash = await quickHash(PASSWORD);
      await em.insert(User, {
        ...like,
        id: randomUUID(),
        email,
        emailKey: email,
        status: 'ACTIVE',
        passwordHash,
      });
    });

    test('needs the current one', async () => {
      const cookie = cookieOf(await signIn({ email, password: PASSWORD }));
      const change = (current: string, password = NEW) =>
        send('PUT', '/api/password', cookie, { current, password });
      const wrong = await change('wrong');
      expect([wrong.status, wrong.body.code]).toEqual([403, 'PASSWORD_WRONG']);
      expect((await change(PASSWORD, 'too short')).status).toBe(400);
      expect(await isAlive(cookie)).toBe(true);
      expect((await signIn({ email, password: PASSWORD })).status).toBe(200);
    });

    test('ends every session; this device gets a new one', async () => {
      const [here, elsewhere] = [
        cookieOf(await signIn({ email, password: PASSWORD })),
        cookieOf(await signIn({ email, password: PASSWORD })),
      ];
      const answer = await send('PUT', '/api/password', here, { current: PASSWORD, password: NEW });
      expect(answer.status).toBe(204);
      expect(await Promise.all([here, elsewhere].map(isAlive))).toEqual([false, false]);
      expect(await isAlive(cookieOf(answer))).toBe(true);
      expect((await signIn({ email, password: PASSWORD })).status).toBe(401);
      expect((await signIn({ email, password: NEW })).status).toBe(200);
    });

    test('is refused after ten wrong passwords, even with the right one', async () => {
      const cookie = cookieOf(await signIn({ email, password: NEW }));
      const change = (current: string) =>
        send('PUT', '/api/password', cookie, { current, password: PASSWORD });
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 10; attempt += 1)
        statuses.push((await change('wrong')).status);
      expect(statuses).not.toContain(204);
      const { status, body } = await change(NEW);
      expect([status, body.code]).toEqual([429, 'RATE_LIMITED']);
      expect(await isAlive(cookie)).toBe(true);
    });
  });

  describe('a user of several organisations', () => {
    const email = 'both@example.org';
    let organisations: { organisationId: string; name: string }[];

    beforeAll(async () => {
      const em = platform.app.get(MikroORM).em.fork();
      const passwordHash = await quickHash(PASSWORD);
      const admins = await em.find(User, { emailKey: { $like: 'admin@%' } });
      for (const { id: _id, ...one } of admins.map((user) => ({ ...user })))
        em.create(User, { ...one, id: randomUUID(), email, emailKey: email, passwordHash });
      await em.flush();
    });

    test('is asked to choose one', async () => {
      const { status, body } = await signIn({ email, password: PASSWORD });
      expect([status, body.code]).toEqual([409, 'ORGANISATION_REQUIRED']);
      organisations = body.errors;
      expect(organisations.map(({ name }) => name).toSorted()).toEqual([
        'Contoso Clinics',
        'Northwind Care',
      ]);
    });

    test('signs in only to the chosen one', async () => {
      const [chosen] = organisations;
      const { organisationId } = chosen ?? {};
      const { body } = await signIn({ email, password: PASSWORD, organisationId });
      expect(body.user.organisationId).toBe(organisationId);
      const other = await signIn({ ...admin, organisationId: randomUUID() });
      expect(other.status).toBe(401);
    });

    test('does not see the organisations without the password', async () => {
      const { status, body } = await signIn({ email, password: 'wrong' });
      expect([status, body.errors]).toEqual([401, []]);
    });
  });
});
