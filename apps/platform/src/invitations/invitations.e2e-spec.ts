import { MikroORM, RequestContext } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { InviteRequested } from 'user-batch-upload';
import { Client } from '../../../../test/e2e/client.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { PasswordLink } from '../passwords/password-link.entity.js';
import { User } from '../users/user.entity.js';
import { Invitation } from './invitation.entity.js';
import { SendInvitation } from './send-invitation.listener.js';

const PASSWORD = 'a password of my own';

/** A user to invite, and the event that requests it. */
async function requestFor(
  platform: TestPlatform,
  changes: Partial<User> = {},
): Promise<InviteRequested> {
  const em = platform.app.get(MikroORM).em.fork();
  const { ...like } = await em.findOneOrFail(User, { emailKey: 'viewer@northwind.example' });
  const email = `${randomUUID()}@northwind.example`;
  const user = em.create(User, {
    ...like,
    id: randomUUID(),
    email,
    emailKey: email,
    passwordHash: null,
    ...changes,
  });
  await em.flush();
  return new InviteRequested({
    eventId: randomUUID(),
    occurredAt: new Date(),
    organisationId: user.organisationId,
    loadId: 'load',
    loadKind: 'FILE',
    line: 2,
    actorId: 'actor',
    userId: user.id,
  });
}

const deliver = (platform: TestPlatform, event: InviteRequested): Promise<void> =>
  RequestContext.create(platform.app.get(MikroORM).em, () =>
    platform.app.get(SendInvitation, { strict: false }).handle(event),
  );

onEveryDatabase((setup) => {
  describe('an invitation', () => {
    let platform: TestPlatform;
    let event: InviteRequested;
    const guest = () => new Client(platform);
    const mails = () => readdir(join(platform.config.dataDir, 'mail'));
    const mailOf = async ({ eventId }: InviteRequested) =>
      simpleParser(await readFile(join(platform.config.dataDir, 'mail', `${eventId}.eml`)));
    const linkOf = async (request: InviteRequested) =>
      /http:\/\/localhost:\d+(\/invitations\/[\w-]+)/.exec(
        (await mailOf(request)).text ?? '',
      )?.[1] ?? '';

    beforeAll(async () => {
      platform = await startPlatform(await setup.env());
    }, 60_000);
    afterAll(() => platform?.stop());
    beforeEach(async () => {
      event = await requestFor(platform, { firstName: '<b>Ana</b> & Co' });
      await deliver(platform, event);
    });

    test('is a mail to the user with a link, in text and in safe HTML', async () => {
      const mail = await mailOf(event);
      expect(mail.messageId).toContain(event.eventId);
      expect(mail.subject).toBe('Your account at Northwind Care');
      expect(mail.text).toContain('Hello <b>Ana</b> & Co');
      expect(mail.html).toContain('&lt;b&gt;Ana&lt;/b&gt; &amp; Co');
      expect(mail.html).toContain(await linkOf(event));
    });

    test('that is delivered again is not sent again', async () => {
      const before = await mails();
      const link = await linkOf(event);
      await deliver(platform, event);
      expect(await mails()).toEqual(before);
      expect(await linkOf(event)).toBe(link);
    });

    test('interrupted by a crash is one mail, and the link of either copy works', async () => {
      const before = await mails();
      const first = await linkOf(event);
      const em = platform.app.get(MikroORM).em.fork();
      await em.nativeUpdate(Invitation, { eventId: event.eventId }, { sentAt: null });
      await deliver(platform, event);
      expect(await mails()).toEqual(before);
      const second = await linkOf(event);
      expect(second).not.toBe(first);
      expect((await guest().get(`/api${second}`)).status).toBe(200);
      expect((await guest().post(`/api${first}`, { password: PASSWORD })).status).toBe(204);
      expect((await guest().get(`/api${second}`)).body.code).toBe('INVITATION_USED');
    });

    test('shows its user, sets the password once, and allows sign-in', async () => {
      const path = `/api${await linkOf(event)}`;
      const { body } = await guest().get(path);
      expect(body).toEqual({
        organisation: 'Northwind Care',
        name: '<b>Ana</b> & Co Viewer',
        email: expect.any(String),
        isActive: true,
      });
      expect((await guest().post(path, { password: 'too short' })).status).toBe(400);
      expect((await guest().post(path, { password: PASSWORD })).status).toBe(204);
      const again = await guest().post(path, { password: 'another password' });
      expect([again.status, again.body.code]).toEqual([410, 'INVITATION_USED']);
      expect((await guest().get(path)).body.code).toBe('INVITATION_USED');
      const signedIn = await guest().post('/api/session', {
        email: body.email,
        password: PASSWORD,
      });
      expect(signedIn.status).toBe(200);
    });

    test('says whether its user can sign in with the new password', async () => {
      const inactive = await requestFor(platform, { status: 'INACTIVE' });
      await deliver(platform, inactive);
      const { body } = await guest().get(`/api${await linkOf(inactive)}`);
      expect(body.isActive).toBe(false);
    });

    test('works once, even with simultaneous uses', async () => {
      const path = `/api${await linkOf(event)}`;
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          guest().post(path, { password: `${PASSWORD} ${index}` }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 410, 410, 410, 410]);
    });

    test('expires', async () => {
      const em = platform.app.get(MikroORM).em.fork();
      const link = await em.findOneOrFail(PasswordLink, { invitationId: event.eventId });
      const days = (link.expiresAt.getTime() - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(6.9);
      expect(days).toBeLessThanOrEqual(7);
      link.expiresAt = new Date(Date.now() - 1);
      await em.flush();
      const { status, body } = await guest().get(`/api${await linkOf(event)}`);
      expect([status, body.code]).toEqual([410, 'INVITATION_EXPIRED']);
    });

    test('that was never sent is not found', async () => {
      const { status, body } = await guest().get('/api/invitations/no-such-token');
      expect([status, body.code]).toEqual([404, 'INVITATION_NOT_FOUND']);
    });

    test('is accepted while INACTIVE, to sign in once ACTIVE', async () => {
      const inactive = await requestFor(platform, { status: 'INACTIVE' });
      await deliver(platform, inactive);
      const path = `/api${await linkOf(inactive)}`;
      const { email } = (await guest().get(path)).body;
      expect((await guest().post(path, { password: PASSWORD })).status).toBe(204);
      const signIn = async () =>
        (await guest().post('/api/session', { email, password: PASSWORD })).status;
      expect(await signIn()).toBe(401);
      const admin = await Client.signIn(platform);
      await admin.patch(`/api/users/${inactive.userId}`, { status: 'ACTIVE' });
      expect(await signIn()).toBe(200);
    });

    test('is not sent to a deleted user and not valid for one', async () => {
      const deleted = await requestFor(platform, { status: 'DELETED' });
      await deliver(platform, deleted);
      expect(await mails()).not.toContain(`${deleted.eventId}.eml`);
      const admin = await Client.signIn(platform);
      await admin.patch(`/api/users/${event.userId}`, { status: 'DELETED' });
      expect((await guest().get(`/api${await linkOf(event)}`)).status).toBe(404);
    });

    test('the page and the API have different addresses', async () => {
      const link = await linkOf(event);
      const shown = await guest().get(link);
      expect(shown.headers.get('content-type')).toContain('text/html');
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    });
  });

  describe('over SMTP', () => {
    test('a mail goes to the server with a Message-ID that a resent mail keeps', async () => {
      const received: { to: string[]; message: string }[] = [];
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData(stream, session, done) {
          let message = '';
          stream.on('data', (chunk: Buffer) => (message += chunk.toString()));
          stream.on('end', () => {
            received.push({ to: session.envelope.rcptTo.map(({ address }) => address), message });
            done();
          });
        },
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.server.address() as AddressInfo;
      const platform = await startPlatform({
        ...(await setup.env()),
        SMTP_URL: `smtp://127.0.0.1:${port}`,
      });
      try {
        const event = await requestFor(platform);
        await deliver(platform, event);
        await deliver(platform, event);
        expect(received.length).toBe(1);
        expect(received[0]?.to).toEqual([expect.stringContaining('@northwind.example')]);
        expect(received[0]?.message).toContain(`Message-ID: <${event.eventId}@`);
      } finally {
        await platform.stop();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    }, 60_000);

    test('that disconnects after it may have accepted a mail leaves it in doubt; the mail is resent with the same Message-ID', async () => {
      const ids: string[] = [];
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData(stream, { id }, done) {
          let message = '';
          stream.on('data', (chunk: Buffer) => (message += chunk.toString()));
          stream.on('end', () => {
            ids.push(/Message-ID: (.*)/i.exec(message)?.[1] ?? '');
            if (ids.length > 1) return done();
            for (const connection of server.connections)
              if ((connection as unknown as { id: string }).id === id)
                (connection as unknown as { _socket: Socket })._socket.destroy();
          });
        },
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.server.address() as AddressInfo;
      const platform = await startPlatform({
        ...(await setup.env()),
        SMTP_URL: `smtp://127.0.0.1:${port}`,
      });
      try {
        const event = await requestFor(platform);
        const admin = await Client.signIn(platform);
        const status = async () =>
          (await admin.get(`/api/users/${event.userId}`)).body.invitation?.status;
        expect(await status()).toBeUndefined();
        await expect(deliver(platform, event)).rejects.toThrow();
        expect(await status()).toBe('WAITING');
        await deliver(platform, event);
        expect(await status()).toBe('IN_DOUBT');
        expect(ids).toEqual([expect.stringContaining(event.eventId), ids[0]]);
      } finally {
        await platform.stop();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    }, 60_000);

    test('that does not respond fails the delivery, which is retried', async () => {
      const platform = await startPlatform({
        ...(await setup.env()),
        SMTP_URL: 'smtp://127.0.0.1:1',
      });
      try {
        const event = await requestFor(platform);
        await expect(deliver(platform, event)).rejects.toThrow();
        const em = platform.app.get(MikroORM).em.fork();
        expect(await em.findOneOrFail(Invitation, event.eventId)).toMatchObject({
          sentAt: null,
          sendingAt: null,
        });
      } finally {
        await platform.stop();
      }
    }, 60_000);
  });
});
