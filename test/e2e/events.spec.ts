import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventBus } from '@nestjs/cqrs';
import { UserCreated, UserUpdated, type UserBatchUploadEvent } from 'user-batch-upload';
import { KeepActivity } from '../../apps/platform/src/activity/keep-activity.listener.js';
import { Client, eventually } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryStand } from './stands.js';

onEveryStand((stand) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await stand.env());
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

  test('nothing is published before Finish; then the EventBus tells who, what and by which load', async () => {
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

  test('a listener that fails hears the same event again, and one user’s events in order', async () => {
    const listener = platform.app.get(KeepActivity);
    const handle = listener.handleAll.bind(listener);
    const heard: string[] = [];
    listener.handleAll = async (events) => {
      heard.push(...events.map((event) => `${event.constructor.name} ${event.eventId}`));
      if (heard.length <= 2) throw new Error('planted');
      return handle(events);
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
      listener.handleAll = handle;
    }
  }, 40_000);
});
