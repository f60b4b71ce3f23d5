import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client, eventually } from '../../../../test/e2e/client.js';
import { csv } from '../../../../test/e2e/csv.js';
import { mailsTo } from '../../../../test/e2e/mailbox.js';
import { PASSWORD, startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { User } from '../users/user.entity.js';
import { Invitation } from './invitation.entity.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let em: SqlEntityManager;
  let id: string;
  let email: string;
  const guest = () => new Client(platform);
  const invite = () => admin.post(`/api/users/${id}/invitation`);
  const shown = async () => (await admin.get(`/api/users/${id}`)).body.invitation;
  const links = async () => (await mailsTo(platform, email)).map(({ link }) => `/api${link}`);

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    em = platform.app.get(MikroORM).em.fork() as SqlEntityManager;
  }, 60_000);
  afterAll(() => platform?.stop());
  beforeEach(async () => {
    id = randomUUID();
    email = `${id}@northwind.example`;
    const like = await em.findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
    const internalId = `I-${id}`;
    await em.insert(User, {
      ...like,
      id,
      internalId,
      email,
      emailKey: email,
      passwordHash: null,
    });
  });

  test('an administrator invites a user and sees the state', async () => {
    expect(await shown()).toBeNull();
    expect(await invite()).toMatchObject({ status: 202, body: '' });
    const sent = await shown();
    expect(sent).toEqual({
      status: 'SENT',
      sentTo: email,
      sentAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
    });
    const { items } = (await admin.get(`/api/users?search=${id}`)).body;
    expect(items).toEqual([expect.objectContaining({ id, invitation: sent })]);
    const [link = ''] = await links();
    expect((await guest().post(link, { password: PASSWORD })).status).toBe(204);
    expect(await shown()).toMatchObject({ status: 'ACCEPTED' });
    expect((await guest().post('/api/session', { email, password: PASSWORD })).status).toBe(200);
  });

  test('an old invitation is EXPIRED, and one of a changed account is ENDED', async () => {
    await invite();
    await em.nativeUpdate(Invitation, { userId: id }, { expiresAt: new Date(Date.now() - 1) });
    expect(await shown()).toMatchObject({ status: 'EXPIRED' });
    await admin.patch(`/api/users/${id}`, { email: `new.${email}` });
    expect(await shown()).toMatchObject({ status: 'ENDED', sentTo: email });
    await invite();
    expect(await shown()).toMatchObject({ status: 'SENT', sentTo: `new.${email}` });
    await admin.patch(`/api/users/${id}`, { status: 'DELETED' });
    expect(await shown()).toMatchObject({ status: 'ENDED' });
  });

  test('a new invitation ends the earlier one, however each was requested', async () => {
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const uploaded = `up.${email}`;
    const row = {
      'Profile Type ID': '1',
      'Email Address': uploaded,
      'First Name': 'Una',
      'Last Name': 'Ng',
      Office: 'North Clinic',
    };
    const load = (await admin.upload(csv(headers, [row]))).body;
    await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows`, { email: true });
    await admin.finish(load.id);
    email = uploaded;
    const [byFile = ''] = await eventually(async () => {
      const found = await links();
      return found.length > 0 && found;
    });
    id = (await admin.get(`/api/users?search=${uploaded}`)).body.items[0].id;
    expect((await guest().get(byFile)).status).toBe(200);
    for (let count = 2; count <= 3; count += 1) {
      expect((await invite()).status).toBe(202);
      const [newest = '', ...earlier] = await links();
      expect(earlier.length).toBe(count - 1);
      expect((await guest().get(newest)).status).toBe(200);
      for (const link of earlier) {
        const answer = await guest().post(link, { password: PASSWORD });
        expect([answer.status, answer.body.code]).toEqual([410, 'INVITATION_REPLACED']);
      }
    }
  });

  test('of several simultaneous invitations, one link works', async () => {
    const answers = await Promise.all([invite(), invite(), invite(), invite()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const statuses = await Promise.all(
      (await links()).map(async (link) => (await guest().get(link)).status),
    );
    expect(statuses.toSorted()).toEqual([200, 410, 410, 410]);
  });

  test('the mail says when an INACTIVE user can sign in; for an ACTIVE user it does not', async () => {
    await invite();
    await em.nativeUpdate(User, id, { status: 'INACTIVE' });
    await invite();
    const [inactive, active] = await mailsTo(platform, email);
    expect(inactive?.text).toContain('You can sign in with it as soon as your account is active.');
    expect(active?.text).not.toContain('as soon as');
  });

  test('a DELETED user is not invited, and an unknown user is not found', async () => {
    await em.nativeUpdate(User, id, { status: 'DELETED' });
    const { status, body } = await invite();
    expect([status, body.code]).toEqual([409, 'USER_DELETED']);
    expect(await links()).toEqual([]);
    id = randomUUID();
    expect((await invite()).status).toBe(404);
    expect((await admin.post(`/api/users/${id}/invitation`, { email })).status).toBe(400);
  });

  test('a name that a mail program would show as a link is left out', async () => {
    await em.nativeUpdate(User, id, { firstName: 'Click http://evil.example/', lastName: 'Now' });
    await invite();
    const [mail] = await mailsTo(platform, email);
    expect(mail?.text).toMatch(/^Hello,/);
    expect(mail?.text).not.toContain('evil');
  });

  describe('when the mail server is unreachable', () => {
    test('the administrator gets an error, and the invitation is WAITING', async () => {
      const down = await startPlatform({ ...(await setup.env()), SMTP_URL: 'smtp://127.0.0.1:1' });
      try {
        const there = await Client.signIn(down);
        const { items } = (await there.get('/api/users?search=ana.sousa')).body;
        const path = `/api/users/${items[0].id}`;
        const { status, body } = await there.post(`${path}/invitation`);
        expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
        expect(body.detail).toContain('ECONNREFUSED');
        expect((await there.get(path)).body.invitation).toMatchObject({
          status: 'WAITING',
          sentAt: null,
        });
      } finally {
        await down.stop();
      }
    }, 60_000);
  });
});
