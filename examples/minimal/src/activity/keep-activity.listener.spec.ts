import { MikroORM } from '@mikro-orm/sqlite';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UserCreated, UserUpdated } from 'user-batch-upload';
import { Activity } from '../entities.js';
import config from '../mikro-orm.config.js';
import { KeepActivity } from './keep-activity.listener.js';

let orm: MikroORM;
before(async () => {
  orm = await MikroORM.init({ ...config, dbName: ':memory:' });
  await orm.migrator.up();
});
after(() => orm.close());

const fields = (line: number) => ({
  eventId: `event-${line}`,
  occurredAt: new Date(),
  organisationId: '1',
  loadId: 'load-1',
  loadKind: 'FILE' as const,
  actorId: '1',
  line,
  userId: `${line}`,
});

void test('each event is kept once, however often it comes', async () => {
  const events = [new UserCreated(fields(2)), new UserUpdated({ ...fields(3), changes: [] })];
  await new KeepActivity(orm.em.fork()).handleAll(events);
  await new KeepActivity(orm.em.fork()).handleAll(events);
  const kept = await orm.em.fork().findAll(Activity, { orderBy: { eventId: 'asc' } });
  assert.deepEqual(
    kept.map(({ eventId, what }) => [eventId, what]),
    [
      ['event-2', 'created'],
      ['event-3', 'updated'],
    ],
  );
});
