import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Database } from 'user-batch-upload';
import { PlatformUsers } from '../../apps/platform/src/users/platform-users.js';
import { hashOf } from '../../libs/user-batch-upload/src/match/duplicates/hash-set.js';
import { Worker } from '../../libs/user-batch-upload/src/worker/worker.js';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { type Changes, startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let em: SqlEntityManager;
  let headers: string[];
  let isUnreachable = false;
  let isWoken = true;
  let lookUps = 0;

  class ReachableUsers extends PlatformUsers {
    override findByKeys(...asked: Parameters<PlatformUsers['findByKeys']>) {
      if (isUnreachable) throw new Error('planted');
      lookUps += 1;
      return super.findByKeys(...asked);
    }
  }
  class WokenWorker extends Worker {
    override work(loadId: string): Promise<void> {
      return isWoken ? super.work(loadId) : Promise.resolve();
    }
    workUnwoken(loadId: string): Promise<void> {
      return super.work(loadId);
    }
  }
  const override: Changes['override'] = (builder) =>
    builder
      .overrideProvider(PlatformUsers)
      .useClass(ReachableUsers)
      .overrideProvider(Worker)
      .useClass(WokenWorker);

  const work = (loadId: string) => platform.app.get<WokenWorker>(Worker).workUnwoken(loadId);

  beforeAll(async () => {
    platform = await startPlatform(
      { ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '10000' },
      { override },
    );
    admin = await Client.signIn(platform);
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
  });
  beforeEach(async () => {
    isUnreachable = false;
    isWoken = true;
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  /** One of each kind: a create, an update, an unchanged row, one with problems, a duplicate. */
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
      `select count(*) as todo from batch_upload_chunk where task = 'CHECK' and load_id = ?`,
      [load.id],
    );
    return Number(chunks?.todo);
  };
  /** Received while user look-ups fail and no worker is notified. */
  const received = async () => {
    isUnreachable = true;
    isWoken = false;
    const { status, body } = await admin.upload(file());
    expect({ status, is: body.status }).toEqual({ status: 201, is: 'STAGING' });
    expect(await unchecked(body)).toBe(2);
    return body;
  };
  /** Without the parts that differ in each load. */
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

  test('rows that can’t be checked as they arrive are checked by a worker, with the same result', async () => {
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
    await platform.restart({ override, options: { runWorker: false } });
    try {
      isWoken = false;
      lookUps = 0;
      const { body: load } = await admin.upload(file());
      expect(lookUps).toBe(0);
      await work(load.id);
      expect(await admin.rest(load.id)).toMatchObject({ status: 'STAGED' });
      expect(lookUps).toBe(2);
    } finally {
      await platform.restart();
      em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    }
  });

  test('every row of a file pasted twice is refused and names the other line, in batches', async () => {
    const half = people()
      .slice(0, 1_500)
      .map((row) => ({ ...row, 'Email Address': `twice.${row['Email Address']}` }));
    const spy = jest.spyOn(Database.prototype, 'execute');
    const { body: load } = await admin.upload(csv(headers, [...half, ...half]));
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'STAGED',
      counts: { rows: 3_000, invalid: 3_000 },
    });
    const { items, problems } = await admin.rows(load.id, '?show=all&pageSize=100&page=16');
    expect(problems).toEqual([
      { column: 'Email Address', code: 'DUPLICATE_IN_FILE', severity: 'error', rows: 3_000 },
    ]);
    expect(items[0]).toMatchObject({ line: 1_502, action: 'INVALID' });
    expect(items[0].problems).toEqual([
      expect.objectContaining({
        code: 'DUPLICATE_IN_FILE',
        message: expect.stringContaining('line 2 '),
      }),
    ]);
    const rowsAtOnce = spy.mock.calls
      .flatMap(([{ parameters }]) => parameters)
      .filter((param) => typeof param === 'string' && param.startsWith('[['))
      .map((param) => JSON.parse(String(param)).length);
    spy.mockRestore();
    expect(Math.max(...rowsAtOnce)).toBe(1_000);
  });

  test('a search finds rows anywhere in a long file, in order', async () => {
    const verse = Array.from({ length: 1_000 }, () => 'la').join('\r\n');
    const rows = Array.from({ length: 50 }, (_, index) =>
      person({
        'Email Address': `verse${index}@new.example`,
        'Last Name': index % 20 === 7 ? 'Needle' : 'Hay',
        'Employee Notes': verse,
      }),
    );
    const { body: load } = await admin.upload(csv(headers, rows));
    const { items, total } = await admin.rows(load.id, '?search=needle');
    expect({ total, lines: items.map(({ line }: { line: number }) => line) }).toEqual({
      total: 3,
      lines: [7_002, 27_002, 47_002],
    });
  });

  test('duplicate rows with long cells are marked without reading their text again', async () => {
    const long = 'Lorem ipsum '.repeat(80).trim();
    const twice = people()
      .slice(0, 40)
      .map((row, index) => ({ ...row, 'First Name': long, 'Internal ID': `${long} ${index}` }));
    const spy = jest.spyOn(Database.prototype, 'execute');
    const { body: load } = await admin.upload(csv(headers, [...twice, ...twice]));
    expect(await admin.rest(load.id)).toMatchObject({ status: 'STAGED', counts: { invalid: 80 } });
    const read = await Promise.all(
      spy.mock.results.map(({ value }) => value as Promise<{ rows: unknown[] }>),
    );
    spy.mockRestore();
    expect(JSON.stringify(read.map(({ rows }) => rows))).not.toContain(long);
    const { items, problems } = await admin.rows(load.id, '?show=all');
    expect(problems).toEqual([
      { column: 'Email Address', code: 'DUPLICATE_IN_FILE', severity: 'error', rows: 80 },
      { column: 'First Name', code: 'TOO_LONG', severity: 'error', rows: 80 },
      { column: 'Internal ID', code: 'TOO_LONG', severity: 'error', rows: 80 },
    ]);
    expect(items[0].problems.map(({ code }: { code: string }) => code).sort()).toEqual([
      'DUPLICATE_IN_FILE',
      'TOO_LONG',
      'TOO_LONG',
    ]);
    expect(items[0].cells['First Name']).toBe(long.slice(0, 200));
    for (const problem of items[0].problems)
      expect(problem.value).toBe(items[0].cells[problem.column]);
  });

  test('rows with long cells are staged within the request, finished and reported like others, in smaller chunks', async () => {
    const { body: field } = await admin.post('/api/custom-fields', {
      label: 'Story',
      kind: 'TEXT',
    });
    const rows = Array.from({ length: 800 }, (_, index) => ({
      ...person({ 'Email Address': `long${index}@new.example` }),
      Story: `${'once upon a time '.repeat(230)}${index}`,
    }));
    const { status, body: load } = await admin.upload(csv([...headers, 'Story'], rows));
    expect({ status, is: load.status }).toEqual({ status: 201, is: 'STAGED' });
    expect(
      Number(
        (
          await em.execute<{ chunks: number }[]>(
            'select count(*) as chunks from batch_upload_chunk where load_id = ?',
            [load.id],
          )
        )[0]?.chunks,
      ),
    ).toBe(7);
    await admin.finish(load.id);
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'FINISHED',
      outcome: { created: 800 },
    });
    const { body: text } = await admin.get(
      `/api/user-batch-upload/loads/${load.id}/report.csv?only=all`,
    );
    expect(text.match(/once upon a time \d+,/g)).toHaveLength(800);
    await em.execute('delete from custom_field where id = ?', [field.id]);
  });

  test('e-mails that only have the same hash are no duplicates', async () => {
    const load = await received();
    const hash = hashOf(load.id);
    const seen = new Map<number, string>();
    const pair = () => {
      for (;;) {
        const email = `${randomUUID()}@new.example`;
        const other = seen.get(hash(email));
        if (other) return [other, email];
        seen.set(hash(email), email);
      }
    };
    for (const [index, email] of pair().entries())
      await em.execute(
        `update batch_upload_row set cells = replace(cells, ?, ?) where load_id = ? and line = ?`,
        [`staged${index}@new.example`, email, load.id, index + 2],
      );
    isUnreachable = false;
    await work(load.id);
    expect(await admin.rest(load.id)).toMatchObject({ counts: { create: 1_499, invalid: 4 } });
    const { items } = await admin.rows(load.id, '?show=all&pageSize=2');
    expect(items).toEqual([
      expect.objectContaining({ action: 'CREATE', problems: [] }),
      expect.objectContaining({ action: 'CREATE', problems: [] }),
    ]);
  });

  test('a load whose uploader lost the right meanwhile is refused with that reason', async () => {
    const load = await received();
    isUnreachable = false;
    await em.execute(`update app_user set status = 'INACTIVE' where email = ?`, [
      'admin@northwind.example',
    ]);
    await work(load.id);
    await em.execute(`update app_user set status = 'ACTIVE' where email = ?`, [
      'admin@northwind.example',
    ]);
    admin = await Client.signIn(platform);
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

  test('a load that can’t be checked is rejected with a message that says what to do', async () => {
    const load = await received();
    for (let tries = 0; tries < 6; tries += 1) await work(load.id);
    expect(await admin.rest(load.id)).toMatchObject({
      status: 'REJECTED',
      refusal: { code: 'SERVER_ERROR', detail: expect.stringContaining('upload it again') },
    });
  });
});
