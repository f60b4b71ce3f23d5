import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  DurableListener,
  InviteRequested,
  LoadFinished,
  Redelivery,
  UnrecoverableError,
  UserCreated,
  UserUpdated,
} from 'user-batch-upload';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

const ROWS = 1_200;

/** Deployed after the load was finished. */
@DurableListener(UserCreated, UserUpdated, LoadFinished)
class LateListener {
  readonly told: (UserCreated | UserUpdated | LoadFinished)[] = [];
  async handleAll(events: readonly (UserCreated | UserUpdated | LoadFinished)[]): Promise<void> {
    this.told.push(...events);
  }
}

class Stranger {}

let isGivingUp = false;

/** A second listener that has to do with invitations. */
@DurableListener(InviteRequested)
class OrderWelcomePack {
  readonly ordered: number[] = [];
  async handle({ line }: InviteRequested): Promise<void> {
    if (line === 3 && isGivingUp) throw new UnrecoverableError('No such street.');
    this.ordered.push(line);
  }
}

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  const options = { maxRows: 5_000 };

  beforeAll(async () => {
    platform = await startPlatform(await setup.env(), { options, providers: [OrderWelcomePack] });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const redeliver = (listener: typeof LateListener | typeof Stranger, id: string) =>
    platform.app.get(Redelivery).redeliver(listener, id);
  const people = (count: number, domain: string) =>
    csv(
      headers,
      Array.from({ length: count }, (_, index) =>
        person({ 'Email Address': `${index + 2}@${domain}` }),
      ),
    );
  const invitations = async (id: string) =>
    (await admin.get(`/api/user-batch-upload/loads/${id}`)).body.outcome.invitations;

  test('the load says how many invitations were asked for, sent and given up so far', async () => {
    isGivingUp = true;
    const { body: load } = await admin.upload(people(4, 'invited.example'));
    await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows`, { email: true });
    const finished = await admin.finish(load.id);
    expect(finished.outcome.invitations).toMatchObject({ asked: 4 });
    const atRest = await eventually(async () => {
      const now = await invitations(load.id);
      return now.sent + now.failed === 4 && now;
    });
    expect(atRest).toEqual({ asked: 4, sent: 3, failed: 1 });
    const { body } = await admin.get('/api/user-batch-upload/loads');
    expect(body.items.find(({ id }: { id: string }) => id === load.id).outcome).toMatchObject({
      invited: 4,
      invitations: { asked: 4, sent: 3, failed: 1 },
    });
    isGivingUp = false;
    await admin.post('/api/user-batch-upload/dead-letters/retry', { loadId: load.id });
    await eventually(async () => (await invitations(load.id)).sent === 4);
    expect(await invitations(load.id)).toEqual({ asked: 4, sent: 4, failed: 0 });
  });

  test('a listener that was deployed later gets the events of the load, the end last', async () => {
    const { body } = await admin.upload(people(ROWS, 'monday.example'));
    const { id } = await admin.rest(body.id);
    await admin.finish(id);
    await eventually(
      async () => (await admin.get('/api/activity?pageSize=1')).body.total >= ROWS,
      20_000,
    );
    await platform.restart({ options, providers: [OrderWelcomePack, LateListener] });
    admin = await Client.signIn(platform);
    const { told } = platform.app.get(LateListener, { strict: false });
    expect(told).toEqual([]);

    expect(await redeliver(LateListener, id)).toBe(ROWS + 1);
    await eventually(async () => told.at(-1) instanceof LoadFinished, 20_000);
    expect(told).toHaveLength(ROWS + 1);
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(ROWS + 1);
    expect(told.filter((event) => event instanceof UserCreated)).toHaveLength(ROWS);
    // The other listeners are not told again.
    expect((await admin.get('/api/activity?pageSize=1')).body.total).toBe(ROWS + 4);

    // Once more: what was handled is delivered again, with the same ids.
    expect(await redeliver(LateListener, id)).toBe(ROWS + 1);
    await eventually(async () => told.length === 2 * (ROWS + 1), 20_000);
    expect(told.at(-1)).toBeInstanceOf(LoadFinished);
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(ROWS + 1);
  }, 60_000);

  test('a load that is not finished, purged or unknown is refused', async () => {
    const { body } = await admin.upload(people(1, 'waiting.example'));
    await expect(redeliver(LateListener, body.id)).rejects.toMatchObject({
      code: 'LOAD_NOT_FINISHED',
    });
    await admin.finish(body.id);
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    await em.execute(`update batch_upload_load set purged_at = 1 where id = ?`, [body.id]);
    await expect(redeliver(LateListener, body.id)).rejects.toMatchObject({
      code: 'REPORT_PURGED',
    });
    await expect(redeliver(Stranger, body.id)).rejects.toThrow(
      'Stranger is no durable listener of this application.',
    );
    await expect(redeliver(LateListener, 'nothing')).rejects.toMatchObject({
      code: 'LOAD_NOT_FOUND',
    });
  });
});
