import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventBus } from '@nestjs/cqrs';
import {
  DurableListener,
  InviteRequested,
  LoadFinished,
  UnrecoverableError,
  UserCreated,
} from 'user-batch-upload';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

type Handled = UserCreated | LoadFinished;

/** The notes of the listeners below, in the order of their calls: \`LoadFinished\` or the line of a row. */
const notes = new Map<string, string[]>();
const notesOf = (listener: string, { loadId }: { loadId: string }): string[] => {
  const key = `${listener} ${loadId}`;
  const made = notes.get(key) ?? [];
  notes.set(key, made);
  return made;
};
const told = (event: Handled | InviteRequested): string =>
  event instanceof LoadFinished ? 'LoadFinished' : `line ${event.line}`;

const lastName = (line: number): string => `Row ${line}`;
let isFailing = false;

/** Gives line 4 up. Fails for line 6 while it is told to. */
@DurableListener(UserCreated, LoadFinished)
class Fussy {
  async handle(event: Handled): Promise<void> {
    const seen = notesOf('Fussy', event);
    const line = event instanceof UserCreated ? event.line : 0;
    if (line === 4) {
      seen.push('gave up line 4');
      throw new UnrecoverableError('Never.');
    }
    if (line === 6 && isFailing) {
      seen.push('failed for line 6');
      throw new Error('Not yet.');
    }
    seen.push(told(event));
  }
}

@DurableListener(UserCreated, LoadFinished)
class Many {
  readonly finished: LoadFinished[] = [];

  async handleAll(events: readonly Handled[]): Promise<void> {
    for (const event of events) {
      notesOf('Many', event).push(told(event));
      if (event instanceof LoadFinished) this.finished.push(event);
    }
  }
}

/** Listens to no event that these loads have, but to their end. */
@DurableListener(InviteRequested, LoadFinished)
class Idle {
  async handle(event: InviteRequested | LoadFinished): Promise<void> {
    notesOf('Idle', event).push(told(event));
  }
}

onEveryDatabase((setup) => {
  const platforms: TestPlatform[] = [];
  let admin: Client;
  let headers: string[];
  const buses: unknown[] = [];

  beforeAll(async () => {
    const env = await setup.env();
    const changes = {
      providers: [Fussy, Many, Idle],
      options: { maxRows: 5_000, deliveryBackoffMs: 50 },
    };
    // Only PostgreSQL takes several working processes.
    for (let count = env['DATABASE_URL'] ? 2 : 1; count > 0; count -= 1)
      platforms.push(await startPlatform(env, changes));
    for (const { app } of platforms) app.get(EventBus).subscribe((event) => void buses.push(event));
    admin = await Client.signIn(platforms[0] as TestPlatform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(async () => {
    for (const platform of platforms) await platform.stop();
  });

  let loads = 0;
  async function load(rows: number): Promise<any> {
    loads += 1;
    const people = Array.from({ length: rows }, (_, index) =>
      person({
        'Email Address': `finished-${loads}-${index + 2}@new.example`,
        'Last Name': lastName(index + 2),
      }),
    );
    const { body } = await admin.upload(csv(headers, people));
    await admin.rest(body.id);
    return admin.finish(body.id);
  }

  const isTold = (listener: string, loadId: string) => async () =>
    notesOf(listener, { loadId }).includes('LoadFinished');

  test('a listener gets the end of a load after every row that it handled or gave up', async () => {
    isFailing = true;
    const held = await load(6);
    // For the other listeners it ends, and so do other loads for this one.
    await eventually(isTold('Many', held.id));
    await eventually(isTold('Idle', held.id));
    const other = await load(2);
    await eventually(isTold('Fussy', other.id));
    await eventually(
      async () =>
        notesOf('Fussy', { loadId: held.id }).filter((note) => note === 'failed for line 6')
          .length > 2,
    );
    expect(notesOf('Fussy', { loadId: held.id })).not.toContain('LoadFinished');
    isFailing = false;
    await eventually(isTold('Fussy', held.id));
    const fussy = notesOf('Fussy', { loadId: held.id });
    expect(fussy.filter((note) => !note.startsWith('failed')).toSorted()).toEqual(
      [
        'LoadFinished',
        'gave up line 4',
        ...[2, 3, 5, 6, 7].map((line) => `line ${line}`),
      ].toSorted(),
    );
    expect(fussy.at(-1)).toBe('LoadFinished');
  }, 60_000);

  test('a load of several chunks publishes it once, last, with the outcome, also to the EventBus', async () => {
    const large = await load(2_300);
    await eventually(isTold('Many', large.id), 30_000);
    const many = notesOf('Many', { loadId: large.id });
    expect([many.length, many.at(-1)]).toEqual([2_301, 'LoadFinished']);
    const reports = platforms.flatMap(({ app }) =>
      app.get(Many, { strict: false }).finished.filter(({ loadId }) => loadId === large.id),
    );
    expect(reports).toEqual([
      {
        eventId: expect.any(String),
        occurredAt: expect.any(Date),
        loadKind: 'FILE',
        organisationId: expect.any(String),
        loadId: large.id,
        actorId: large.createdBy.id,
        outcome: expect.objectContaining({ created: 2_300, updated: 0, failed: 0, invited: 0 }),
      },
    ]);
    const published = await eventually(async () =>
      buses.find((event) => event instanceof LoadFinished && event.loadId === large.id),
    );
    const rows = buses.filter((event) => event instanceof UserCreated && event.loadId === large.id);
    expect(rows).toHaveLength(2_300);
    expect(buses.indexOf(published)).toBeGreaterThan(
      Math.max(...rows.map((event) => buses.indexOf(event))),
    );
  }, 90_000);
});
