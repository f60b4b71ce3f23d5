import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { randomUUID } from 'node:crypto';
import { Client } from '../../../../test/e2e/client.js';
import { PASSWORD, startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { User } from '../users/user.entity.js';
import { Session } from './session.entity.js';
import { onEveryStand } from '../../../../test/e2e/stands.js';

onEveryStand((stand) => {
  let platform: TestPlatform;
  let from = 0;
  /** Each test comes from an address of its own, so that one's failed attempts are not another's. */
  let address: string;

  beforeAll(async () => {
    platform = await startPlatform({ ...(await stand.env()), TRUST_PROXY: 'loopback' });
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

  test('the e-mail’s case does not matter, the password’s does', async () => {
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

  test('the cookie is kept from scripts and other sites', async () => {
    const { headers } = await signIn(admin, { 'x-forwarded-proto': 'https' });
    expect(headers.get('set-cookie')).toMatch(/^platform_session=.*; HttpOnly; SameSite=Lax/);
  });

  test('the database holds no token, and an expired session is none', async () => {
    const { headers } = await signIn(admin);
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const status = async () =>
      (await new Client(platform).send('GET', '/api/session', undefined, { cookie })).status;
    expect(await status()).toBe(200);
    const em = platform.app.get(MikroORM).em.fork();
    const sessions = await em.find(Session, {});
    expect(JSON.stringify(sessions)).not.toContain(cookie.split('=')[1]);
    await em.nativeUpdate(Session, {}, { expiresAt: new Date(Date.now() - 1) });
    expect(await status()).toBe(401);
  });

  test('signing out ends the session, also for who kept the cookie', async () => {
    const { headers } = await signIn(admin);
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const send = (method: string) =>
      new Client(platform).send(method, '/api/session', undefined, { cookie });
    expect((await send('DELETE')).status).toBe(204);
    expect((await send('GET')).status).toBe(401);
  });

  describe('who belongs to several organisations', () => {
    const email = 'both@example.org';
    let organisations: { organisationId: string; name: string }[];

    beforeAll(async () => {
      const em = platform.app.get(MikroORM).em.fork();
      const passwordHash = await hash(PASSWORD);
      const admins = await em.find(User, { emailKey: { $like: 'admin@%' } });
      for (const { id: _id, ...one } of admins.map((user) => ({ ...user })))
        em.create(User, { ...one, id: randomUUID(), email, emailKey: email, passwordHash });
      await em.flush();
    });

    test('is asked which one', async () => {
      const { status, body } = await signIn({ email, password: PASSWORD });
      expect([status, body.code]).toEqual([409, 'ORGANISATION_REQUIRED']);
      organisations = body.errors;
      expect(organisations.map(({ name }) => name).toSorted()).toEqual([
        'Contoso Clinics',
        'Northwind Care',
      ]);
    });

    test('signs in to the one that they choose, and to no other', async () => {
      const [chosen] = organisations;
      const { organisationId } = chosen ?? {};
      const { body } = await signIn({ email, password: PASSWORD, organisationId });
      expect(body.user.organisationId).toBe(organisationId);
      const other = await signIn({ ...admin, organisationId: randomUUID() });
      expect(other.status).toBe(401);
    });

    test('is not told which organisations there are without the password', async () => {
      const { status, body } = await signIn({ email, password: 'wrong' });
      expect([status, body.errors]).toEqual([401, []]);
    });
  });

  describe('failed attempts', () => {
    test('ten are enough, and the right password does not help then; another address is free', async () => {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 10; attempt++)
        statuses.push((await signIn({ ...admin, password: 'wrong' })).status);
      expect(new Set(statuses)).toEqual(new Set([401]));
      const refused = await signIn(admin);
      expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
      address = '198.51.100.1';
      expect((await signIn(admin)).status).toBe(200);
    });

    test('all at once are counted like one after the other', async () => {
      const email = 'at.once@northwind.example';
      const answers = await Promise.all(
        Array.from({ length: 15 }, () => signIn({ email, password: 'wrong' })),
      );
      expect(answers.filter(({ status }) => status === 401).length).toBe(10);
      expect(answers.filter(({ status }) => status === 429).length).toBe(5);
    });

    test('attempts that succeed do not count', async () => {
      const answers = await Promise.all(Array.from({ length: 25 }, () => signIn(admin)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    });
  });
});
