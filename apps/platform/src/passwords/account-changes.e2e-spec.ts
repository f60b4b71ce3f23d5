import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { emailKey } from 'user-batch-upload';
import { Client, eventually } from '../../../../test/e2e/client.js';
import { csv } from '../../../../test/e2e/csv.js';
import { mailsTo } from '../../../../test/e2e/mailbox.js';
import {
  PASSWORD,
  quickHash,
  startPlatform,
  type TestPlatform,
} from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { User } from '../users/user.entity.js';

/** The ways into an account. */
const WAYS_IN = ['invitation', 'password reset', 'session', 'password'] as const;
type WayIn = (typeof WAYS_IN)[number];

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let em: SqlEntityManager;
  let passwordHash: string;
  let headers: string[];
  let user: User;
  let session: Client;
  let links: { invitation: string; reset: string };

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    em = platform.app.get(MikroORM).em.fork() as SqlEntityManager;
    passwordHash = await quickHash(PASSWORD);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  }, 60_000);
  afterAll(() => platform?.stop());

  /** A user with a session, a password, an open invitation and an open password reset. */
  beforeEach(async () => {
    em.clear();
    const like = await em.findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
    const email = `${randomUUID()}@old.example`;
    const id = randomUUID();
    await em.insert(User, {
      ...like,
      id,
      internalId: `A-${id}`,
      email,
      emailKey: email,
      passwordHash,
    });
    user = await em.findOneOrFail(User, id);
    session = await Client.signIn(platform, email);
    expect((await admin.post(`/api/users/${id}/invitation`)).status).toBe(202);
    await new Client(platform).post('/api/password-resets', { email });
    const linkOf = (start: string) =>
      eventually(async () =>
        (await mailsTo(platform, email)).map(({ link }) => link).find((one) => one.includes(start)),
      );
    links = { invitation: await linkOf('/invitations/'), reset: await linkOf('/password-resets/') };
  });

  const statusBy = async (way: WayIn): Promise<number> => {
    const guest = new Client(platform);
    if (way === 'invitation') return (await guest.get(`/api${links.invitation}`)).status;
    if (way === 'session') return (await session.get('/api/session')).status;
    if (way === 'password reset')
      return (await guest.post(`/api${links.reset}`, { password: 'a stranger’s' })).status;
    const { email } = await em.findOneOrFail(User, user.id, { refresh: true });
    return (await guest.post('/api/session', { email, password: PASSWORD })).status;
  };
  /** The ways that work now. */
  const open = async (): Promise<WayIn[]> => {
    const ways: WayIn[] = [];
    for (const way of WAYS_IN) if ((await statusBy(way)) < 400) ways.push(way);
    return ways;
  };
  const patch = async (changes: object) => {
    const { status } = await admin.patch(`/api/users/${user.id}`, changes);
    expect(status).toBe(200);
  };
  const load = async (cells: Record<string, string>) => {
    const { body } = await admin.upload(
      csv(headers, [{ 'Internal ID': `A-${user.id}`, ...cells }]),
    );
    expect((await admin.finish(body.id)).outcome).toMatchObject({ updated: 1 });
  };
  const email = () => `${randomUUID()}@new.example`;

  test.each(WAYS_IN)('nothing has changed: the %s works', async (way) => {
    expect(await statusBy(way)).toBeLessThan(300);
  });

  describe.each([
    ['by form', () => patch({ email: email() })],
    ['by file', () => load({ 'Email Address': email() })],
    [
      'by a module that writes the entity',
      async () => {
        user.email = email();
        user.emailKey = emailKey(user.email);
        await em.flush();
      },
    ],
    [
      'by a module that forgets the key of the e-mail',
      () => em.nativeUpdate(User, user.id, { email: email() }),
    ],
    [
      'by SQL, and then back to what it was',
      async () => {
        for (const address of [email(), user.email])
          await em.execute('update app_user set email = ?, email_key = ? where id = ?', [
            address,
            address,
            user.id,
          ]);
      },
    ],
  ])('an e-mail that changes %s', (_way, change) => {
    test('ends every way in', async () => {
      await change();
      expect(await open()).toEqual([]);
    });
  });

  describe.each([
    ['by form', (status: User['status']) => patch({ status })],
    ['by file', (status: User['status']) => load({ 'Profile Status': status })],
    ['by another module', (status: User['status']) => em.nativeUpdate(User, user.id, { status })],
  ])('a user who is DELETED %s', (_way, set) => {
    test('has no way in', async () => {
      await set('DELETED');
      expect(await open()).toEqual([]);
    });

    test('and comes back can use no earlier session, link or password', async () => {
      await set('DELETED');
      await set('INACTIVE');
      await set('ACTIVE');
      expect(await open()).toEqual([]);
    });
  });

  test('a user restored from DELETED in one step has to set a new password', async () => {
    await em.nativeUpdate(User, user.id, { status: 'DELETED' });
    // As if it had been set while the user was DELETED.
    await em.nativeUpdate(User, user.id, { passwordHash });
    await patch({ status: 'ACTIVE' });
    expect(await statusBy('password')).toBe(401);
  });

  test.each(['invitation', 'password reset', 'password'] as const)(
    'a user who is INACTIVE for a while keeps the %s, and no session',
    async (way) => {
      await em.nativeUpdate(User, user.id, { status: 'INACTIVE' });
      await em.nativeUpdate(User, user.id, { status: 'ACTIVE' });
      expect(await statusBy(way)).toBeLessThan(300);
      expect((await session.get('/api/session')).status).toBe(401);
    },
  );

  test('a changed password ends sessions and links, whoever writes it', async () => {
    await em.nativeUpdate(User, user.id, { passwordHash: await quickHash('another password') });
    expect(await open()).toEqual([]);
  });

  test('changing the case of the e-mail, a name, an office or a role ends nothing', async () => {
    await patch({ email: user.email.toUpperCase(), firstName: 'Vera-Maria' });
    const { body } = await admin.get('/api/roles');
    await patch({ role: body.items.find(({ name }: { name: string }) => name === 'Manager').id });
    for (const way of ['invitation', 'session', 'password'] as const)
      expect(await statusBy(way)).toBe(200);
  });

  test('a password set together with a new e-mail can be used to sign in', async () => {
    const password = 'set by an import';
    const address = email();
    await em.nativeUpdate(User, user.id, {
      email: address,
      emailKey: address,
      passwordHash: await quickHash(password),
    });
    const guest = new Client(platform);
    expect((await guest.post('/api/session', { email: address, password })).status).toBe(200);
  });

  test('an old link shows a stranger nothing of the account', async () => {
    await patch({ email: email() });
    const { status, body } = await new Client(platform).get(`/api${links.invitation}`);
    expect([status, body.code]).toEqual([410, 'INVITATION_ENDED']);
    expect(JSON.stringify(body)).not.toMatch(/Vera|new\.example/);
  });
});
