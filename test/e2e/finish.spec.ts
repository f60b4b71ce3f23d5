import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DeadlockException, EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { RecordActivity as RealListener } from '../../apps/platform/src/activity/record-activity.listener.js';
import { PlatformUsers } from '../../apps/platform/src/users/platform-users.js';
import type { UserBatchUploadEvent, UserWrite } from 'user-batch-upload';
import { Client, eventually } from './client.js';
import { BASE_HEADERS, type Cells, csv, person } from './csv.js';
import { type Changes, startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';
import { countStatements } from './statements.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  let beforeWriting: (writes: readonly UserWrite[]) => void;
  let beforeHandling: (events: readonly UserBatchUploadEvent[]) => void;

  class FaultyUsers extends PlatformUsers {
    override async write(organisationId: string, writes: UserWrite[]) {
      beforeWriting(writes);
      return super.write(organisationId, writes);
    }
  }
  /** Has the name of the listener that it replaces, because deliveries are stored by that name. */
  class RecordActivity extends RealListener {
    override async handleAll(events: Parameters<RealListener['handleAll']>[0]): Promise<void> {
      beforeHandling(events);
      return super.handleAll(events);
    }
  }

  const override: Changes['override'] = (builder) =>
    builder
      .overrideProvider(PlatformUsers)
      .useClass(FaultyUsers)
      .overrideProvider(RealListener)
      .useClass(RecordActivity);

  beforeAll(async () => {
    platform = await startPlatform(
      { ...(await setup.env()), BATCH_UPLOAD_MAX_ROWS: '5000' },
      { override },
    );
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  beforeEach(() => {
    beforeWriting = () => undefined;
    beforeHandling = () => undefined;
  });
  afterAll(() => platform.stop());

  const file = (rows: Cells[]) => csv(headers, rows);
  const people = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) =>
      person({
        'Email Address': `${prefix}${index}@new.example`,
        'Internal ID': `${prefix}-${index}`,
      }),
    );

  test('Finish pressed three times at once applies the load once', async () => {
    const { body: load } = await admin.upload(file(people(20, 'thrice')));
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin.post(`/api/user-batch-upload/loads/${load.id}/finish`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect((await admin.rest(load.id)).outcome).toMatchObject({ created: 20 });
    const { body: found } = await admin.get('/api/users?search=thrice&pageSize=500');
    expect(found.total).toBe(20);
    expect((await admin.post(`/api/user-batch-upload/loads/${load.id}/finish`)).body.status).toBe(
      'FINISHED',
    );
  });

  test('when two loads create the same e-mail at once, one wins and the other reports a conflict', async () => {
    const rows = file(people(10, 'race'));
    const loads = await Promise.all([admin.upload(rows), admin.upload(rows)]);
    const finished = await Promise.all(loads.map(({ body }) => admin.finish(body.id)));
    const outcomes = finished.map(({ outcome }) => outcome);
    expect(outcomes.reduce((sum, { created }) => sum + created, 0)).toBe(10);
    expect(outcomes.reduce((sum, { conflict }) => sum + conflict, 0)).toBe(10);
    expect((await admin.get('/api/users?search=race&pageSize=500')).body.total).toBe(10);
  });

  test('a user edited between review and Finish is a conflict of that row only', async () => {
    const { body: created } = await admin.upload(file(people(2, 'edited')));
    await admin.finish(created.id);
    const { body: load } = await admin.upload(
      csv(
        [...headers],
        [
          { 'Email Address': 'edited0@new.example', 'First Name': 'Loaded' },
          { 'Email Address': 'edited1@new.example', 'First Name': 'Loaded' },
        ],
      ),
    );
    const { body: found } = await admin.get('/api/users?search=edited0@new.example');
    const patched = await admin.patch(`/api/users/${found.items[0].id}`, { firstName: 'Edited' });
    expect(patched.status).toBe(200);
    const finished = await admin.finish(load.id);
    expect(finished.outcome).toMatchObject({ updated: 1, conflict: 1 });
    const rows = await admin.rows(load.id);
    expect(rows.items[0]).toMatchObject({
      outcome: 'CONFLICT',
      outcomeReason: expect.stringContaining('First Name'),
    });
    expect((await admin.get(`/api/users/${found.items[0].id}`)).body.firstName).toBe('Edited');
  });

  test('the number of statements grows with the chunks, not the rows: at most ten for 1,000', async () => {
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const statements = countStatements(em);
    /** The number of statements until the load is finished, without polling. */
    const cost = async (order: () => Promise<{ id: string }>): Promise<number> => {
      const before = statements.count();
      const { id } = await order();
      for (let looks = 1; ; looks += 1) {
        const [load] = await em.execute<{ status: string }[]>(
          'select status from batch_upload_load where id = ?',
          [id],
        );
        if (load?.status === 'STAGED' || load?.status === 'FINISHED')
          return statements.count() - before - looks;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    try {
      let id = '';
      const staging = await cost(async () => {
        const { body } = await admin.upload(file(people(5000, 'counted')));
        id = body.id;
        return body;
      });
      const finishing = await cost(
        async () => (await admin.post(`/api/user-batch-upload/loads/${id}/finish`)).body,
      );
      // Fixed costs of a request: the session, the role, the load, and the counts of the whole file.
      const once = 25;
      expect(staging).toBeGreaterThan(25);
      expect(staging - once).toBeLessThanOrEqual(5 * 10);
      expect(finishing).toBeGreaterThan(25);
      expect(finishing - once).toBeLessThanOrEqual(5 * 10);
    } finally {
      statements.stop();
    }
  }, 60_000);

  test('a worker stages and finishes a large file, and its counts add up', async () => {
    const rows = [...people(2500, 'large'), person({ 'Email Address': 'large0@new.example' })];
    const { status, body: load } = await admin.upload(file(rows));
    expect(status).toBe(201);
    expect(load.status).toBe('STAGING');
    const staged = await admin.rest(load.id);
    expect(staged).toMatchObject({
      status: 'STAGED',
      counts: { rows: 2501, create: 2499, invalid: 2 },
    });
    const finished = await admin.finish(load.id);
    expect(finished.outcome).toMatchObject({ created: 2499, skipped: 2 });
    expect(
      Object.values<number>({ ...finished.outcome, invited: 0, invitations: 0 }).reduce(
        (sum, n) => sum + n,
      ),
    ).toBe(2501);
  });

  test('a load that was being finished when the process stopped continues at the next start', async () => {
    const { body: load } = await admin.upload(file(people(2200, 'restart')));
    await admin.rest(load.id);
    await admin.post(`/api/user-batch-upload/loads/${load.id}/finish`);
    await platform.restart();
    const finished = await admin.rest(load.id);
    expect(finished.outcome).toMatchObject({ created: 2200 });
    await eventually(async () => {
      const { body } = await admin.get('/api/activity');
      return body.items.some((entry: { loadId: string }) => entry.loadId === load.id);
    }, 60_000);
  }, 120_000);

  test('a file without custom fields is refused with all missing columns', async () => {
    const { status, body } = await admin.upload(csv(BASE_HEADERS, people(1, 'x')));
    expect(status).toBe(422);
    expect(body.code).toBe('HEADER_INVALID');
    expect(body.errors.length).toBe(headers.length - BASE_HEADERS.length);
  });

  test('a user that the host can’t write fails only that row, and the load ends', async () => {
    beforeWriting = (writes) => {
      if (writes.some(({ values }) => values.email === 'poison1@new.example'))
        throw new Error('planted');
    };
    const { body: load } = await admin.upload(file(people(3, 'poison')));
    const finished = await admin.finish(load.id);
    expect(finished.outcome).toMatchObject({ created: 2, failed: 1 });
    const rows = await admin.rows(load.id, '?show=failed');
    expect(rows.items).toEqual([
      expect.objectContaining({
        line: 3,
        outcome: 'FAILED',
        outcomeReason: expect.stringContaining('again'),
      }),
    ]);
  });

  describe('with frequent sweeps', () => {
    // Only a sweep continues an event after this pause, which is longer than the interval of sweeps.
    beforeAll(() =>
      platform.restart({ override, options: { sweepMs: 100, deliveryBackoffMs: 300 } }),
    );

    test('a temporary fault fails no user, however often the chunk was checked before', async () => {
      let faults = 2;
      beforeWriting = () => {
        faults -= 1;
        if (faults >= 0) throw new Error('planted');
      };
      const { body: load } = await admin.upload(file(people(3, 'checked')));
      const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
      await em.execute(
        'update batch_upload_chunk set fencing_token = 4, attempts = 4 where load_id = ?',
        [load.id],
      );
      expect((await admin.finish(load.id)).outcome).toMatchObject({ created: 3, failed: 0 });
    });

    test('while one load can’t be finished, events of others are delivered', async () => {
      beforeWriting = (writes) => {
        if (writes.some(({ values }) => values.email?.startsWith('stuck')))
          throw new DeadlockException(new Error('planted'));
      };
      let beside = '';
      let told = 0;
      beforeHandling = (events) => {
        if (events.some(({ loadId }) => loadId === beside) && (told += 1) === 1)
          throw new Error('planted');
      };
      const { body: stuck } = await admin.upload(file(people(1, 'stuck')));
      await admin.post(`/api/user-batch-upload/loads/${stuck.id}/finish`);
      beside = (await admin.upload(file(people(1, 'beside')))).body.id;
      await admin.finish(beside);
      await eventually(async () => told >= 2, 20_000);
      expect((await admin.get(`/api/user-batch-upload/loads/${stuck.id}`)).body.status).toBe(
        'FINISHING',
      );
      beforeWriting = () => undefined;
      expect(await admin.rest(stuck.id)).toMatchObject({ status: 'FINISHED' });
    });
  });
});

test('if this process runs workers, Finish of a small load answers FINISHED', async () => {
  const platform = await startPlatform({});
  try {
    const admin = await Client.signIn(platform);
    const { body: options } = await admin.get('/api/user-batch-upload/options');
    const headers = options.columns.map(({ header }: { header: string }) => header);
    const { body: load } = await admin.upload(csv(headers, [person({})]));
    const { status, body } = await admin.post(`/api/user-batch-upload/loads/${load.id}/finish`);
    expect({ status, is: body.status, outcome: body.outcome }).toMatchObject({
      status: 202,
      is: 'FINISHED',
      outcome: { created: 1 },
    });
  } finally {
    await platform.stop();
  }
});
