import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Client, eventually } from '../../../../test/e2e/client.js';
import { mailsTo } from '../../../../test/e2e/mailbox.js';
import {
  PASSWORD,
  quickHash,
  startPlatform,
  type TestPlatform,
} from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { User } from '../users/user.entity.js';
import { PasswordLink } from './password-link.entity.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResets } from './password-resets.js';

const NEW = 'a new password of mine';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let em: SqlEntityManager;
  let passwordHash: string;
  let email: string;
  const guest = () => new Client(platform);
  const ask = (address: string) => guest().post('/api/password-resets', { email: address });
  const mails = (count: number, address = email) =>
    eventually(async () => {
      const found = await mailsTo(platform, address);
      return found.length >= count ? found : undefined;
    });
  const signIn = async (password: string) =>
    (await guest().post('/api/session', { email, password })).status;

  /** Adds a user like the seeded one, with this e-mail. */
  const addUser = async (like: string, changes: Partial<User> = {}): Promise<string> => {
    const seeded = await em.findOneOrFail(User, { emailKey: like });
    const id = randomUUID();
    await em.insert(User, {
      ...seeded,
      id,
      internalId: null,
      email,
      emailKey: email,
      passwordHash,
      ...changes,
    });
    return id;
  };
  const NORTHWIND = 'viewer@northwind.example';

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    em = platform.app.get(MikroORM).em.fork() as SqlEntityManager;
    passwordHash = await quickHash(PASSWORD);
  }, 60_000);
  afterAll(() => platform?.stop());
  beforeEach(() => {
    email = `${randomUUID()}@northwind.example`;
  });

  test('a known and an unknown e-mail get the same answer', async () => {
    await addUser(NORTHWIND);
    const [known, unknown] = [await ask(email), await ask('nobody@northwind.example')];
    for (const { status, body } of [known, unknown])
      expect({ status, body }).toEqual({ status: 202, body: '' });
    const names = (answer: typeof known) => [...answer.headers.keys()].toSorted();
    expect(names(known)).toEqual(names(unknown));
    await mails(1);
  });

  test('no user is looked up before the response is sent', async () => {
    const resets = platform.app.get(PasswordResets, { strict: false });
    const asked = jest.spyOn(resets, 'request').mockImplementation(() => undefined);
    try {
      const response = new EventEmitter();
      const controller = platform.app.get(PasswordResetController, { strict: false });
      await RequestContext.create(platform.app.get(MikroORM).em, () =>
        controller.request({ email }, { ip: '' } as Request, response as Response),
      );
      expect(asked).not.toHaveBeenCalled();
      response.emit('close');
      expect(asked).toHaveBeenCalledWith(email);
    } finally {
      asked.mockRestore();
    }
  });

  test('the link in the mail sets the password once and allows sign-in', async () => {
    await addUser(NORTHWIND);
    await ask(email.toUpperCase());
    const [mail] = await mails(1);
    expect(mail).toMatchObject({
      subject: 'Reset your password at Northwind Care',
      link: expect.stringMatching(/^\/password-resets\/[\w-]{43}$/),
    });
    const path = `/api${mail?.link}`;
    expect((await guest().post(path, { password: 'too short' })).status).toBe(400);
    expect((await guest().post(path, { password: NEW, more: 1 })).status).toBe(400);
    expect((await guest().post(path, { password: NEW })).status).toBe(204);
    const again = await guest().post(path, { password: 'another password' });
    expect([again.status, again.body.code]).toEqual([410, 'PASSWORD_RESET_ENDED']);
    expect([await signIn(PASSWORD), await signIn(NEW)]).toEqual([401, 200]);
  });

  test('a link works once, even with simultaneous uses', async () => {
    await addUser(NORTHWIND);
    await ask(email);
    const [mail] = await mails(1);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        guest().post(`/api${mail?.link}`, { password: `${NEW} ${index}` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 410, 410, 410, 410]);
  });

  test('a link works for an hour', async () => {
    const userId = await addUser(NORTHWIND);
    await ask(email);
    const [mail] = await mails(1);
    const { expiresAt } = await em.findOneOrFail(PasswordLink, { userId });
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(60 * 60 * 1000);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(58 * 60 * 1000);
    await em.nativeUpdate(PasswordLink, { userId }, { expiresAt: new Date(Date.now() - 1) });
    const { status, body } = await guest().post(`/api${mail?.link}`, { password: NEW });
    expect([status, body.code]).toEqual([410, 'PASSWORD_RESET_ENDED']);
  });

  test('a link of one kind does not work as the other, and an unknown link is not found', async () => {
    await addUser(NORTHWIND);
    await ask(email);
    const [mail] = await mails(1);
    const token = mail?.link.split('/').at(-1);
    expect((await guest().get(`/api/invitations/${token}`)).status).toBe(404);
    const { status, body } = await guest().post('/api/password-resets/x', { password: NEW });
    expect([status, body.code]).toEqual([404, 'PASSWORD_RESET_NOT_FOUND']);
  });

  test('an e-mail in several organisations gets a mail for each, with a link for that one', async () => {
    await addUser(NORTHWIND);
    await addUser('farah.aziz@contoso.example', { status: 'INACTIVE' });
    await ask(email);
    const found = await mails(2);
    expect(found.map(({ subject }) => subject).toSorted()).toEqual([
      'Reset your password at Contoso Clinics',
      'Reset your password at Northwind Care',
    ]);
    const northwind = found.find(({ subject }) => subject.includes('Northwind'));
    await guest().post(`/api${northwind?.link}`, { password: NEW });
    expect(await signIn(NEW)).toBe(200);
    const [contoso] = await em.find(
      User,
      { emailKey: email, status: 'INACTIVE' },
      { refresh: true },
    );
    expect(contoso?.passwordHash).toBe(passwordHash);
  });

  test('the mail says when an INACTIVE user can sign in; a DELETED user gets no mail', async () => {
    const deleted = `${randomUUID()}@northwind.example`;
    await addUser(NORTHWIND, { status: 'DELETED', email: deleted, emailKey: deleted });
    await addUser(NORTHWIND, { status: 'INACTIVE' });
    await ask(deleted);
    await ask(email);
    const [mail] = await mails(1);
    expect(mail?.text).toContain('as soon as your account is active');
    expect((await guest().post(`/api${mail?.link}`, { password: NEW })).status).toBe(204);
    expect(await signIn(NEW)).toBe(401);
    await platform.restart();
    em = platform.app.get(MikroORM).em.fork() as SqlEntityManager;
    expect(await mailsTo(platform, deleted)).toEqual([]);
  });

  test('three mails an hour are the limit, and their links stay valid', async () => {
    await addUser(NORTHWIND);
    for (let asked = 0; asked < 6; asked += 1) expect((await ask(email)).status).toBe(202);
    await mails(3);
    // Closing waits for mails in progress.
    await platform.restart();
    em = platform.app.get(MikroORM).em.fork() as SqlEntityManager;
    const found = await mails(3);
    expect(found.length).toBe(3);
    expect((await guest().post(`/api${found[2]?.link}`, { password: NEW })).status).toBe(204);
    expect((await guest().post(`/api${found[0]?.link}`, { password: NEW })).status).toBe(410);
  });

  test('a copy of the database reveals no link', async () => {
    const userId = await addUser(NORTHWIND);
    await ask(email);
    const admin = await Client.signIn(platform);
    await admin.post(`/api/users/${userId}/invitation`);
    const tokens = (await mails(2)).map(({ link }) => link.split('/').at(-1) ?? '');
    const tables = await em.execute<{ name: string }[]>(
      platform.config.databaseUrl
        ? `select table_name as name from information_schema.tables where table_schema = 'public'`
        : `select name from sqlite_master where type = 'table'`,
    );
    const names = tables.map(({ name }) => name);
    expect(names).toContain('password_link');
    expect(names).not.toContain('secret');
    const all = await Promise.all(names.map((name) => em.execute(`select * from "${name}"`)));
    for (const token of tokens) expect(JSON.stringify(all)).not.toContain(token);
  });

  describe('where the mail server is slow', () => {
    test('the answer does not wait for the mail', async () => {
      let deliver: () => void = () => undefined;
      const isReleased = new Promise<void>((resolve) => (deliver = resolve));
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData(stream, _session, done) {
          stream.resume();
          void isReleased.then(() => done());
        },
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.server.address() as AddressInfo;
      const slow = await startPlatform({
        ...(await setup.env()),
        SMTP_URL: `smtp://127.0.0.1:${port}`,
      });
      try {
        const known = { email: 'viewer@northwind.example' };
        expect((await new Client(slow).post('/api/password-resets', known)).status).toBe(202);
      } finally {
        deliver();
        await slow.stop();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    }, 60_000);
  });
});
