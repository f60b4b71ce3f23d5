import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const refusal = (responseCode: number) =>
  Object.assign(new Error(`The server answers ${responseCode}.`), { responseCode });

onEveryDatabase((setup) => {
  test('a permanently rejected mail becomes a dead letter at once, and a deferred mail is retried', async () => {
    const tries: Record<string, number> = {};
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo({ address }, _, done) {
        tries[address] = (tries[address] ?? 0) + 1;
        if (address === 'unknown@new.example') done(refusal(550));
        else if (tries[address] === 1) done(refusal(451));
        else done();
      },
      onData(stream, _, done) {
        stream.resume().on('end', () => done());
      },
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.server.address() as AddressInfo;
    const platform = await startPlatform({
      ...(await setup.env()),
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'People <people@northwind.example>',
    });
    try {
      const admin = await Client.signIn(platform);
      const { body: options } = await admin.get('/api/user-batch-upload/options');
      const headers = options.columns.map(({ header }: { header: string }) => header);
      const people = ['unknown@new.example', 'busy@new.example'].map((email) =>
        person({ 'Email Address': email }),
      );
      const { body: load } = await admin.upload(csv(headers, people));
      await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows`, { email: true });
      await admin.finish(load.id);
      await eventually(async () => tries['busy@new.example'] === 2, 30_000);
      const { body: dead } = await eventually(async () => {
        const answer = await admin.get(`/api/user-batch-upload/dead-letters?loadId=${load.id}`);
        return answer.body.total > 0 && answer;
      }, 30_000);
      expect(dead.items).toEqual([
        expect.objectContaining({
          listener: 'SendInvitation',
          attempts: 1,
          error: expect.stringContaining('550'),
        }),
      ]);
      expect(tries).toEqual({ 'unknown@new.example': 1, 'busy@new.example': 2 });
    } finally {
      await platform.stop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  }, 60_000);
});
