import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EventBus } from '@nestjs/cqrs';
import { UserCreated, UserUpdated, type UserBatchUploadEvent } from 'user-batch-upload';
import { RecordActivity as RealListener } from '../../apps/platform/src/activity/record-activity.listener.js';
import { Deliveries } from '../../libs/user-batch-upload/src/delivery/deliveries.js';
import { FanOut } from '../../libs/user-batch-upload/src/delivery/fan-out.js';
import { Listeners } from '../../libs/user-batch-upload/src/delivery/listeners.js';
import { Client, eventually } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  let beforeHandling: (events: readonly UserBatchUploadEvent[]) => void = () => undefined;

  /** Has the name of the listener that it replaces, because deliveries are stored by that name. */
  class RecordActivity extends RealListener {
    override async handleAll(events: Parameters<RealListener['handleAll']>[0]): Promise<void> {
      beforeHandling(events);
      return super.handleAll(events);
    }
  }

  beforeAll(async () => {
    platform = await startPlatform(await setup.env(), {
      override: (builder) => builder.overrideProvider(RealListener).useClass(RecordActivity),
    });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  async function load(rows: Cells[]): Promise<string> {
    const { body } = await admin.upload(csv(headers, rows));
    await admin.finish(body.id);
    return body.id;
  }

  test('nothing is published before Finish; then the EventBus publishes who, what and which load', async () => {
    const heard: UserBatchUploadEvent[] = [];
    const listening = platform.app
      .get(EventBus)
      .subscribe((event) => heard.push(event as UserBatchUploadEvent));
    const { body: staged } = await admin.upload(
      csv(headers, [person({ 'Email Address': 'told@new.example' })]),
    );
    expect(heard).toEqual([]);
    await admin.finish(staged.id);
    const event = await eventually(async () => heard[0]);
    listening.unsubscribe();
    expect(event).toBeInstanceOf(UserCreated);
    expect(event).toMatchObject({
      loadId: staged.id,
      line: 2,
      occurredAt: expect.any(Date),
      eventId: expect.any(String),
    });
  });

  test('events with much text are delivered in batches; an event that crashes every attempt becomes a dead letter', async () => {
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const deliveries = platform.app.get(Deliveries);
    const book = JSON.stringify([
      { column: 'Employee Notes', from: 'x'.repeat(1_500_000), to: '' },
    ]);
    const positions: number[] = [];
    for (const user of ['a', 'b', 'c']) {
      const [event] = await em.execute<{ position: number }[]>(
        `insert into batch_upload_event (id, type, occurred_at, organisation_id, load_id, line, actor_id, user_id, changes, fanned_out)
         select ?, 'UserUpdated', 0, organisation_id, id, 2, 'a', ?, ?, 1 from batch_upload_load limit 1 returning position`,
        [`event-${user}`, user, book],
      );
      positions.push(Number(event?.position));
      await em.execute(
        `insert into batch_upload_delivery (lane, position, listener, load_id, attempts, next_at) values (?, ?, 'Gone', 'l', 0, 0)`,
        [`Gone ${user}`, event?.position],
      );
    }
    const claim = () =>
      RequestContext.create(em, async () => {
        const claimed = await deliveries.claim('Gone', 500);
        claimed?.end();
        return claimed?.due.map(({ position, attempts }) => ({ position, attempts }));
      });
    const [a, b, c] = positions;
    expect(await claim()).toEqual([
      { position: a, attempts: 1 },
      { position: b, attempts: 1 },
    ]);
    expect(await claim()).toEqual([{ position: c, attempts: 1 }]);
    expect(await claim()).toBeUndefined();
    await em.execute(
      `update batch_upload_delivery set attempts = 12, next_at = 0 where lane = 'Gone a'`,
    );
    expect(await claim()).toEqual([]);
    const [dead] = await em.execute(
      `select dead_at is not null as is_dead, error from batch_upload_delivery where lane = 'Gone a'`,
    );
    expect({ ...dead, is_dead: Boolean(dead?.['is_dead']) }).toEqual({
      is_dead: true,
      error: 'Each time it was told, the process ended.',
    });
    // No listener has this name.
    await em.execute(`update batch_upload_event set occurred_at = ? where user_id = 'c'`, [
      Date.now(),
    ]);
    await RequestContext.create(em, () =>
      platform.app.get(FanOut).dropOrphans(platform.app.get(Listeners).all()),
    );
    expect(
      await em.execute(`select lane from batch_upload_delivery where listener = 'Gone'`),
    ).toEqual([{ lane: 'Gone c' }]);
    await em.execute(`delete from batch_upload_delivery where listener = 'Gone'`);
  });

  test('a failing listener gets the same event again, and the events of one user in order', async () => {
    const heard: string[] = [];
    beforeHandling = (events) => {
      heard.push(...events.map((event) => `${event.constructor.name} ${event.eventId}`));
      if (heard.length <= 2) throw new Error('planted');
    };
    try {
      const created = await load([person({ 'Email Address': 'again@new.example' })]);
      const updated = await load([
        { 'Email Address': 'again@new.example', 'First Name': 'Second' },
      ]);
      await eventually(async () => {
        const { body } = await admin.get('/api/activity');
        const of = body.items.filter(
          ({ loadId }: { loadId: string }) => loadId === created || loadId === updated,
        );
        return of.length === 2;
      }, 20_000);
      expect(heard.length).toBe(4);
      expect(new Set(heard.slice(0, 3)).size).toBe(1);
      expect(heard[0]).toContain(UserCreated.name);
      expect(heard[3]).toContain(UserUpdated.name);
    } finally {
      beforeHandling = () => undefined;
    }
  }, 40_000);
});
