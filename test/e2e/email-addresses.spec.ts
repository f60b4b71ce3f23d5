import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Logger } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Retention } from '../../libs/user-batch-upload/src/worker/retention.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** A mail server that rejects a mail repeats the address in its reply. Neither logs nor dead letters contain it. */

onEveryDatabase((setup) => {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(Object.assign(new Error(`5.1.1 <${address}> is not known here`), { responseCode: 550 })),
  });
  let platform: TestPlatform;
  let admin: Client;
  let em: SqlEntityManager;
  let loadId: string;
  let written: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
    const { port } = smtp.server.address() as AddressInfo;
    platform = await startPlatform({
      ...(await setup.env()),
      SMTP_URL: `smtp://127.0.0.1:${port}`,
    });
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    admin = await Client.signIn(platform);
  });
  afterAll(async () => {
    await platform?.stop();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });
  beforeEach(() => {
    written = '';
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        written += String(text);
        return true;
      });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const errors = async () =>
    (
      await em.execute<{ error: string | null }[]>(
        `select d.error from batch_upload_delivery d join batch_upload_event e on e.position = d.position
         where e.load_id = ? and d.attempts > 0`,
        [loadId],
      )
    ).map(({ error }) => error);

  test('the reply of the mail server is logged and stored without the address', async () => {
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    const upload = await admin.upload(
      csv(headers, [person({ 'Email Address': 'nobody.at.all@new.example' })]),
    );
    loadId = upload.body.id;
    await admin.patch(`/api/user-batch-upload/loads/${loadId}/rows`, { email: true });
    await admin.finish(loadId);
    await eventually(async () => (await errors()).some((error) => error?.includes('550')));
    await eventually(async () => written.includes('550 5.1.1'));
    for (const text of [written, ...(await errors())]) {
      expect(text).toContain('[e-mail address]');
      expect(text).not.toContain('nobody.at.all');
    }
  });

  test('a dead letter loses its error with the rows of its load', async () => {
    await em.execute(
      `update batch_upload_delivery set attempts = 12, dead_at = 1 where error is not null`,
    );
    await em.execute('update batch_upload_load set ended_at = 0 where id = ?', [loadId]);
    await platform.app.get(Retention).run();
    const { body } = await admin.get('/api/user-batch-upload/dead-letters');
    expect(body.items).toEqual([expect.objectContaining({ loadId, attempts: 12, error: '' })]);
    const tables = await em.execute<{ name: string }[]>(
      platform.config.databaseUrl === undefined
        ? `select name from sqlite_master where type = 'table' and name like 'batch_upload_%'`
        : `select table_name as name from information_schema.tables where table_name like 'batch_upload_%'`,
    );
    for (const { name } of tables)
      expect(JSON.stringify(await em.execute(`select * from ${name}`))).not.toContain(
        'nobody.at.all',
      );
  });

  test('logs never contain e-mail addresses', () => {
    new Logger('Another module').error(new Error('no mail for ana@new.example'));
    new Logger('Another module').warn({ to: 'bea@new.example' });
    expect(written).toContain('no mail for');
    expect(written).not.toMatch(/ana@|bea@/);
  });
});
