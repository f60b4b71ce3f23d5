import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PlatformUsers } from '../../apps/platform/src/users/platform-users.js';
import { Worker } from '../../libs/user-batch-upload/src/runner/worker.js';
import { Options } from '../../libs/user-batch-upload/src/user-batch-upload.options.js';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryStand } from './stands.js';

onEveryStand((stand) => {
  let platform: TestPlatform;
  let admin: Client;
  let em: SqlEntityManager;
  let headers: string[];
  let users: PlatformUsers;
  let isUnreachable = false;
  let isWoken = true;
  let work: Worker['work'];

  beforeAll(async () => {
    platform = await startPlatform({ ...(await stand.env()), BATCH_UPLOAD_MAX_ROWS: '10000' });
    admin = await Client.signIn(platform);
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    users = platform.app.get(PlatformUsers);
    const find = users.findByKeys.bind(users);
    users.findByKeys = (...asked) => {
      if (isUnreachable) throw new Error('planted');
      return find(...asked);
    };
    const worker = platform.app.get(Worker);
    work = worker.work.bind(worker);
    worker.work = (loadId) => (isWoken ? work(loadId) : Promise.resolve());
  });
  beforeEach(async () => {
    isUnreachable = false;
    isWoken = true;
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  /** Of every kind: to be created, to be updated, with nothing to do, with problems, twice in the file. */
  const people = () => [
    ...Array.from({ length: 1_500 }, (_, index) =>
      person({ 'Email Address': `staged${index}@new.example` }),
    ),
    person({ 'Email Address': 'admin@northwind.example', 'Last Name': 'Renamed' }),
    person({ 'Email Address': 'staged7@new.example' }),
    person({ 'Email Address': 'nowhere@new.example', Office: 'Nort Clinic' }),
  ];
  const file = () => `${csv(headers, people())}1,,too@wide.example${',x'.repeat(30)}\r\n`;
  const unchecked = async (load: { id: string }): Promise<number> => {
    const [chunks] = await em.execute<{ todo: number }[]>(
      `select count(*) as todo from batch_upload_chunk where todo = 'CHECK' and load_id = ?`,
      [load.id],
    );
    return Number(chunks?.todo);
  };
  /** Received, while the users can't be looked up and no worker hears of it. */
  const received = async () => {
    isUnreachable = true;
    isWoken = false;
    const { status, body } = await admin.upload(file());
    expect({ status, is: body.status }).toEqual({ status: 201, is: 'STAGING' });
    expect(await unchecked(body)).toBe(2);
    return body;
  };
  /** Without what is another one in each load. */
  const shown = async (load: { id: string }) => {
    const { items } = await admin.rows(load.id, '?show=all&pageSize=100&page=16');
    return items;
  };

  test('a large file is checked as it arrives', async () => {
    const { body: load } = await admin.upload(file());
    expect(load.status).toBe('STAGING');
    expect(await unchecked(load)).toBe(0);
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'STAGED',
      counts: { rows: 1_504, create: 1_499, update: 1, invalid: 4 },
    });
  });

  test('what can’t be checked as it arrives is checked by a worker, with the same result', async () => {
    const { body: atOnce } = await admin.upload(file());
    await admin.rest(atOnce.id);
    const later = await received();
    isUnreachable = false;
    await work(later.id);
    const staged = await admin.rest(later.id);
    expect(staged).toMatchObject({
      status: 'STAGED',
      counts: (await admin.rest(atOnce.id)).counts,
    });
    expect(await shown(later)).toEqual(await shown(atOnce));
  });

  test('a process that only serves the web leaves the checking to the workers', async () => {
    const options = platform.app.get(Options);
    Object.assign(options, { work: false });
    const calls: unknown[] = [];
    const find = users.findByKeys;
    users.findByKeys = (...asked) => {
      calls.push(asked);
      return find(...asked);
    };
    try {
      isWoken = false;
      const { body: load } = await admin.upload(file());
      expect(calls).toEqual([]);
      await work(load.id);
      expect(await admin.rest(load.id)).toMatchObject({ status: 'STAGED' });
      expect(calls).toHaveLength(2);
    } finally {
      users.findByKeys = find;
      Object.assign(options, { work: true });
    }
  });

  test('a load whose uploader lost the right meanwhile is refused, and says so', async () => {
    const load = await received();
    isUnreachable = false;
    await em.execute(`update app_user set status = 'INACTIVE' where email = ?`, [
      'admin@northwind.example',
    ]);
    await work(load.id);
    await em.execute(`update app_user set status = 'ACTIVE' where email = ?`, [
      'admin@northwind.example',
    ]);
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'REJECTED',
      refusal: { code: 'FORBIDDEN' },
    });
  });

  test('a load whose column is removed meanwhile is refused with its name', async () => {
    const label = 'Soon Gone';
    const { body: field } = await admin.post('/api/custom-fields', { label, kind: 'TEXT' });
    headers.push(label);
    const load = await received();
    isUnreachable = false;
    await em.execute('delete from custom_field where id = ?', [field.id]);
    await work(load.id);
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'REJECTED',
      refusal: { code: 'HEADER_INVALID', errors: [{ code: 'COLUMN_UNKNOWN', column: label }] },
    });
  });

  test('a load that can’t be checked at all is given up, and says what to do', async () => {
    const load = await received();
    for (let tries = 0; tries < 6; tries += 1) await work(load.id);
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'REJECTED',
      refusal: { code: 'SERVER_ERROR', detail: expect.stringContaining('upload it again') },
    });
  });
});
