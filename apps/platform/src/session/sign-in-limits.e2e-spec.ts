import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Answer, Client, eventually } from '../../../../test/e2e/client.js';
import { mailsTo } from '../../../../test/e2e/mailbox.js';
import {
  PASSWORD,
  quickHash,
  startPlatform,
  type TestPlatform,
} from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { User } from '../users/user.entity.js';
import { Device } from './device.entity.js';
import { Attempt } from './attempt.entity.js';

const repeat = (times: number): number[] => Array.from({ length: times }, (_, index) => index);

onEveryDatabase((setup) => {
  let env: Record<string, string>;
  let platform: TestPlatform;
  let from = 0;
  let address: string;
  let email: string;

  beforeAll(async () => {
    env = { ...(await setup.env()), TRUST_PROXY: 'loopback' };
    platform = await startPlatform(env);
  }, 60_000);
  afterAll(() => platform?.stop());

  /** Each test uses its own address and user. */
  beforeEach(async () => {
    address = newAddress();
    email = `${randomUUID()}@northwind.example`;
    const em = platform.app.get(MikroORM).em.fork();
    const { ...like } = await em.findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
    const passwordHash = await quickHash(PASSWORD);
    await em.insert(User, {
      ...like,
      id: randomUUID(),
      internalId: null,
      email,
      emailKey: email,
      passwordHash,
    });
  });

  const newAddress = () => `203.0.${Math.floor(++from / 250)}.${(from % 250) + 1}`;
  const signIn = (password = PASSWORD, { to = platform, at = address, cookie = '' } = {}) =>
    new Client(to).send(
      'POST',
      '/api/session',
      { email, password },
      { 'x-forwarded-for': at, cookie },
    );
  const fail = async (times: number, options: Parameters<typeof signIn>[1] = {}) => {
    for (const _ of repeat(times)) {
      // A second process on SQLite may hold the lock for too long. That attempt is not counted.
      let status = 503;
      while (status === 503) ({ status } = await signIn('wrong', options));
    }
  };
  const deviceOf = ({ headers }: Answer) =>
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('platform_device='))
      ?.split(';')[0] ?? '';

  test('after ten failures the right password works only from another address', async () => {
    await fail(9);
    expect((await signIn('wrong')).status).toBe(401);
    const refused = await signIn();
    expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await signIn(PASSWORD, { at: newAddress() })).status).toBe(200);
  });

  test('simultaneous attempts count like sequential ones', async () => {
    const answers = await Promise.all(repeat(15).map(() => signIn('wrong')));
    expect(answers.filter(({ status }) => status === 401).length).toBe(10);
    expect(answers.filter(({ status }) => status === 429).length).toBe(5);
  });

  test('attempts that succeed do not count', async () => {
    const answers = await Promise.all(repeat(25).map(() => signIn()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('a failure is forgotten after 15 minutes', async () => {
    await fail(10);
    const em = platform.app.get(MikroORM).em.fork();
    const [latest] = await em.find(Attempt, {}, { orderBy: { endsAt: 'desc' }, limit: 1 });
    const left = (latest?.endsAt.getTime() ?? 0) - Date.now();
    expect(left).toBeLessThanOrEqual(15 * 60_000);
    expect(left).toBeGreaterThan(10 * 60_000);
    await em.nativeUpdate(Attempt, {}, { endsAt: new Date(Date.now() - 1) });
    expect((await signIn()).status).toBe(200);
    await fail(9);
    expect((await signIn()).status).toBe(200);
  });

  test('failures still count after a restart', async () => {
    await fail(10);
    await platform.restart();
    expect((await signIn()).status).toBe(429);
  });

  test('failures in several processes count together', async () => {
    const second = await startPlatform({ ...env, DATA_DIR: platform.config.dataDir });
    try {
      await fail(5);
      await fail(5, { to: second });
      expect((await signIn()).status).toBe(429);
      expect((await signIn(PASSWORD, { to: second })).status).toBe(429);
    } finally {
      await second.stop();
    }
  });

  describe('an attacker who rotates addresses', () => {
    beforeEach(async () => {
      for (const _ of repeat(50)) await fail(1, { at: newAddress() });
    });

    test('is slowed down', async () => {
      expect((await signIn(PASSWORD, { at: newAddress() })).status).toBe(429);
    });

    test('does not lock out the owner of the mailbox', async () => {
      await new Client(platform).post('/api/password-resets', { email });
      const link = await eventually(async () => (await mailsTo(platform, email))[0]?.link);
      const password = 'a new password of mine';
      const answer = await new Client(platform).post(`/api${link}`, { password });
      expect(answer.status).toBe(204);
      expect((await signIn(password, { cookie: deviceOf(answer) })).status).toBe(200);
    });
  });

  describe('a device that signed in before', () => {
    let cookie: string;

    beforeEach(async () => {
      cookie = deviceOf(await signIn());
      expect(cookie).not.toBe('');
    });

    test('is not locked out by failures from everywhere, its own address included', async () => {
      await fail(12);
      for (const _ of repeat(50)) await fail(1, { at: newAddress() });
      expect((await signIn()).status).toBe(429);
      expect((await signIn(PASSWORD, { cookie })).status).toBe(200);
    });

    test('has twenty guesses of its own before it uses shared attempts', async () => {
      const statuses = [];
      for (const _ of repeat(25)) statuses.push((await signIn('wrong', { cookie })).status);
      expect(statuses.filter((status) => status === 401).length).toBe(20);
      expect((await signIn(PASSWORD, { at: newAddress() })).status).toBe(200);
    });

    test('has no advantage for another e-mail', async () => {
      const other = { email: 'admin@contoso.example', password: 'wrong' };
      const headers = { 'x-forwarded-for': address, cookie };
      const statuses = [];
      for (const _ of repeat(11))
        statuses.push(
          (await new Client(platform).send('POST', '/api/session', other, headers)).status,
        );
      expect(statuses.at(-1)).toBe(429);
    });

    test('is forgotten when fifty others have signed in since', async () => {
      const em = platform.app.get(MikroORM).em.fork();
      const emailKey = email;
      const expiresAt = new Date(Date.now() + 366 * 24 * 60 * 60 * 1000);
      for (const index of repeat(49))
        await em.insert(Device, { tokenHash: `${index}`, emailKey, expiresAt });
      const last = deviceOf(await signIn(PASSWORD, { at: newAddress() }));
      expect(await em.count(Device, { emailKey })).toBe(50);
      await fail(10);
      expect((await signIn(PASSWORD, { cookie })).status).toBe(429);
      expect((await signIn(PASSWORD, { cookie: last })).status).toBe(200);
    });

    test('keeps one cookie for all of its users, and a forged cookie is replaced', async () => {
      const next = await new Client(platform).send(
        'POST',
        '/api/session',
        { email: 'admin@contoso.example', password: PASSWORD },
        { cookie, 'x-forwarded-for': address },
      );
      expect(deviceOf(next)).toBe(cookie);
      const madeUp = `platform_device=${'a'.repeat(43)}`;
      expect(deviceOf(await signIn(PASSWORD, { cookie: madeUp }))).not.toBe(madeUp);
    });
  });

  test('an address is blocked after a hundred unknown links', async () => {
    const open = (at = address) =>
      new Client(platform).send('GET', '/api/invitations/guess', undefined, {
        'x-forwarded-for': at,
      });
    const answers = await Promise.all(repeat(101).map(() => open()));
    expect(answers.filter(({ status }) => status === 404).length).toBe(100);
    const refused = await open();
    expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await open(newAddress())).status).toBe(404);
  });
});

test('a forwarded address is ignored unless the proxy is trusted', async () => {
  const statusesOf = async (env: Record<string, string>) => {
    const platform = await startPlatform(env);
    try {
      const statuses = [];
      for (const index of repeat(11)) {
        const body = { email: 'admin@northwind.example', password: 'wrong' };
        const headers = { 'x-forwarded-for': `198.51.100.${index}` };
        statuses.push(
          (await new Client(platform).send('POST', '/api/session', body, headers)).status,
        );
      }
      return statuses;
    } finally {
      await platform.stop();
    }
  };
  expect((await statusesOf({})).at(-1)).toBe(429);
  expect((await statusesOf({ TRUST_PROXY: '10.0.0.0/8' })).at(-1)).toBe(429);
  expect((await statusesOf({ TRUST_PROXY: '10.0.0.0/8, 127.0.0.1' })).at(-1)).toBe(401);
}, 60_000);
