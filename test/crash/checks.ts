import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cells, HEADERS, type Person, type PlannedLoad, type Row } from './files.ts';
import { FICKLE, isGivenUp } from './fickle-listener.ts';
import type { Store } from './store.ts';

export interface FinishedLoad {
  id: string;
  plan: PlannedLoad;
  /** As the API shows it when nothing is running. */
  shown: any;
}

interface Event {
  position: number;
  id: string;
  type: string;
  /** Empty for the end of a load. */
  userId: string;
  loadId: string;
  line: number;
  changes: { column: string; from: string; to: string }[];
}

/** The admin gets a mail when a load with more rows is finished. */
const LARGE_ROWS = 1_000;

const LISTENERS: Record<string, readonly string[]> = {
  EventBus: ['UserCreated', 'UserUpdated', 'InviteRequested', 'LoadFinished'],
  [FICKLE]: ['UserCreated', 'UserUpdated', 'InviteRequested', 'LoadFinished'],
  RecordActivity: ['UserCreated', 'UserUpdated'],
  SendInvitation: ['InviteRequested'],
  MailLoadFinished: ['LoadFinished'],
};

/** Compares the stored state with the files. Each check returns its breaches as text. */
export class Checks {
  private readonly store: Store;
  private readonly dataDir: string;
  private readonly heardPath: string;
  private readonly loads: FinishedLoad[] = [];
  private events: Event[] = [];

  constructor(store: Store, dataDir: string, heardPath: string) {
    this.store = store;
    this.dataDir = dataDir;
    this.heardPath = heardPath;
  }

  get totals() {
    const rows = this.loads.reduce((sum, { plan }) => sum + plan.rows.length, 0);
    const mails = this.events.filter(({ type }) => type === 'InviteRequested').length;
    return { loads: this.loads.length, rows, events: this.events.length, mails };
  }

  /** Whether all work is done: loads closed, events delivered and acknowledged. */
  async isAtRest(): Promise<boolean> {
    const [waiting] = await this.store.all(
      `select (select count(*) from batch_upload_load where status in ('STAGING', 'FINISHING'))
            + (select count(*) from batch_upload_event where fanned_out = 0)
            + (select count(*) from batch_upload_delivery where dead_at is null) as n`,
    );
    return Number(waiting?.['n']) === 0;
  }

  /** Which of the two rows got the contested person. */
  async winners(ids: readonly string[]): Promise<(id: string, row: Row) => boolean> {
    const created = await this.store.all(
      `select load_id, line from batch_upload_outcome where outcome in ('CREATED', 'UPDATED') and load_id in (${quoted(ids)})`,
    );
    const won = new Set(created.map(({ load_id, line }) => `${load_id} ${line}`));
    return (id, { line }) => won.has(`${id} ${line}`);
  }

  async all(loads: readonly FinishedLoad[], people: readonly Person[]): Promise<string[]> {
    this.loads.push(...loads);
    this.events = await this.readEvents();
    return [
      ...(await this.outcomes(loads)),
      ...loads.flatMap((load) =>
        counts(
          load,
          this.events.filter(
            ({ type, loadId, id }) =>
              type === 'InviteRequested' && loadId === load.id && isGivenUp(id),
          ).length,
        ),
      ),
      ...(await this.outbox(loads)),
      ...(await this.users(people)),
      ...(await this.activity()),
      ...this.heard(),
      ...(await this.mails()),
      ...(await this.leftovers()),
    ];
  }

  /** Every row of a file has exactly one outcome, the expected one. */
  private async outcomes(loads: readonly FinishedLoad[]): Promise<string[]> {
    const breaches: string[] = [];
    const winners = new Map<string, number>();
    const found = await this.store.all(
      `select load_id, line, outcome, reason from batch_upload_outcome where load_id in (${quoted(loads.map(({ id }) => id))})`,
    );
    for (const { id, plan } of loads) {
      const here = found.filter(({ load_id }) => load_id === id);
      const byLine = new Map(here.map((row) => [Number(row['line']), row]));
      if (here.length !== plan.rows.length || byLine.size !== plan.rows.length)
        breaches.push(`${plan.name}: ${here.length} outcomes for ${plan.rows.length} rows`);
      for (const { line, cells, action, outcome } of plan.rows) {
        const is = byLine.get(line);
        const fits =
          outcome === 'CONTESTED'
            ? [`${action}D`, 'CONFLICT'].includes(is?.['outcome'])
            : is?.['outcome'] === outcome;
        if (!fits)
          breaches.push(
            `${plan.name} line ${line}: ${is?.['outcome'] ?? 'no outcome'} (${is?.['reason']}), not ${outcome}`,
          );
        if (outcome !== 'CONTESTED') continue;
        const email = cells['Email Address'] ?? '';
        winners.set(email, (winners.get(email) ?? 0) + (is?.['outcome'] === `${action}D` ? 1 : 0));
      }
    }
    for (const [email, won] of winners)
      if (won !== 1) breaches.push(`${won} of two loads got ${email}`);
    const all = await this.store.all(`select count(*) as n from batch_upload_outcome`);
    if (Number(all[0]?.['n']) !== this.totals.rows)
      breaches.push(`${all[0]?.['n']} outcomes in all, for ${this.totals.rows} rows`);
    return breaches;
  }

  /** Exactly the users of the files exist, with exactly their values. */
  private async users(people: readonly Person[]): Promise<string[]> {
    const breaches: string[] = [];
    const found = await this.readUsers();
    const byKey = new Map(found.map((cells) => [cells['Email Address']?.toLowerCase(), cells]));
    if (found.length !== people.length)
      breaches.push(`${found.length} users, not ${people.length}`);
    for (const { cells } of people) {
      const email = cells['Email Address'] ?? '';
      const is = byKey.get(email.toLowerCase());
      if (!is) breaches.push(`the user ${email} is lost`);
      else
        for (const header of HEADERS)
          if ((is[header] ?? '') !== (cells[header] ?? ''))
            breaches.push(`${email}: ${header} is “${is[header]}”, not “${cells[header]}”`);
      byKey.delete(email.toLowerCase());
    }
    for (const email of byKey.keys()) breaches.push(`nobody ordered the user ${email}`);
    return breaches;
  }

  async readUsers(): Promise<Cells[]> {
    const fields = new Map(
      (await this.store.all(`select id, label from custom_field`)).map(({ id, label }) => [
        id,
        label,
      ]),
    );
    const users = await this.store.all(
      `select u.*, o.name as office from app_user u join office o on o.id = u.office_id
       where u.organisation_id = (select id from organisation where name = 'Northwind Care')`,
    );
    return users.map((user) => {
      const custom =
        typeof user['custom_fields'] === 'string'
          ? JSON.parse(user['custom_fields'])
          : user['custom_fields'];
      return {
        'Profile Type ID': user['profile_type'],
        'Internal ID': user['internal_id'] ?? '',
        'Email Address': user['email'],
        'First Name': user['first_name'],
        'Last Name': user['last_name'],
        Office: user['office'],
        'Profile Status': user['status'],
        'Mobile Phone Country': user['mobile_phone_country'],
        'Mobile Phone': user['mobile_phone'],
        ...Object.fromEntries(
          Object.entries(custom).map(([id, value]) => [fields.get(id), String(value)]),
        ),
      };
    });
  }

  /** One event for each change and each invitation, from exactly the rows that caused them. */
  private async outbox(loads: readonly FinishedLoad[]): Promise<string[]> {
    const breaches: string[] = [];
    const twice = this.events.length - new Set(this.events.map(once)).size;
    if (twice > 0) breaches.push(`${twice} events are in the outbox twice`);
    const outcomes = await this.store.all(
      `select load_id, line, outcome, user_id from batch_upload_outcome where load_id in (${quoted(loads.map(({ id }) => id))})`,
    );
    const outcomeOf = new Map(
      outcomes.map((row) => [`${row['load_id']} ${row['line']}`, row] as const),
    );
    const eventsOf = new Map<string, Event[]>();
    for (const event of this.events) {
      const key = `${event.loadId} ${event.line}`;
      eventsOf.set(key, [...(eventsOf.get(key) ?? []), event]);
    }
    for (const { id, plan } of loads)
      for (const row of plan.rows) {
        const outcome = outcomeOf.get(`${id} ${row.line}`);
        const is = eventsOf.get(`${id} ${row.line}`) ?? [];
        const where = `${plan.name} line ${row.line}`;
        const expected =
          outcome?.['outcome'] === 'CREATED'
            ? ['UserCreated', ...(row.email ? ['InviteRequested'] : [])]
            : outcome?.['outcome'] === 'UPDATED'
              ? ['UserUpdated']
              : [];
        const types = is.map(({ type }) => type);
        if (types.join() !== expected.join())
          breaches.push(`${where}: events ${types.join() || 'none'}, not ${expected.join()}`);
        for (const event of is) {
          if (event.userId !== outcome?.['user_id'])
            breaches.push(`${where}: ${event.type} of another user`);
          if (event.type === 'UserUpdated' && sorted(event.changes) !== sorted(row.changes))
            breaches.push(`${where}: changes ${sorted(event.changes)}, not ${sorted(row.changes)}`);
        }
      }
    for (const { id, plan } of loads) {
      const ends = this.events.filter(
        ({ type, loadId }) => type === 'LoadFinished' && loadId === id,
      );
      const last = Math.max(
        ...this.events.filter(({ loadId }) => loadId === id).map(({ position }) => position),
      );
      if (ends.length !== 1 || ends[0]?.position !== last)
        breaches.push(`${plan.name}: ${ends.length} times LoadFinished, or not as the last event`);
    }
    const known = new Set(this.loads.map(({ id }) => id));
    const strangers = this.events.filter(({ loadId }) => !known.has(loadId));
    if (strangers.length > 0)
      breaches.push(`${strangers.length} events of loads that nobody finished`);
    return breaches;
  }

  private async readEvents(): Promise<Event[]> {
    const records = await this.store.all(`select * from batch_upload_event order by position`);
    return records.map((record) => ({
      position: Number(record['position']),
      id: record['id'],
      type: record['type'],
      userId: record['user_id'] ?? '',
      loadId: record['load_id'],
      line: Number(record['line']),
      changes: JSON.parse(record['changes'] ?? '[]'),
    }));
  }

  /** The durable listener of the platform recorded each event once. */
  private async activity(): Promise<string[]> {
    const expected = this.events.filter(({ type }) => type.startsWith('User'));
    const found = await this.store.all(
      `select event_id, action, user_id, load_id, line from activity`,
    );
    const byId = new Map(found.map((entry) => [entry['event_id'], entry]));
    const missing = expected.filter(({ id, type, userId, loadId, line }) => {
      const entry = byId.get(id);
      return (
        entry?.['user_id'] !== userId ||
        entry?.['load_id'] !== loadId ||
        Number(entry?.['line']) !== line ||
        entry?.['action'] !== (type === 'UserUpdated' ? 'USER_UPDATED' : 'USER_CREATED')
      );
    });
    const breaches = [];
    if (missing.length > 0) breaches.push(`${missing.length} events are not among the activities`);
    if (found.length !== expected.length)
      breaches.push(`${found.length} activities for ${expected.length} events`);
    return breaches;
  }

  /** Every listener received all of its events, and those of one user in order. */
  private heard(): string[] {
    const calls = readFileSync(this.heardPath, 'utf8').split('\n').filter(Boolean);
    const breaches: string[] = [];
    const heard = new Set<string>();
    const byId = new Map(this.events.map((event) => [event.id, event]));
    const before = new Map<string, string>();
    const latest = new Map<string, Event>();
    for (const event of this.events) {
      if (event.type === 'LoadFinished') continue;
      const earlier = latest.get(event.userId);
      if (earlier) before.set(event.id, earlier.id);
      latest.set(event.userId, event);
    }
    const rowsOf = Map.groupBy(
      this.events.filter(({ type }) => type !== 'LoadFinished'),
      ({ loadId }) => loadId,
    );
    for (const call of calls) {
      const [what, listener = '', eventId = ''] = call.split(' ');
      const event = byId.get(eventId);
      if (!event) {
        breaches.push(`${listener} heard the event ${eventId}, which is not in the outbox`);
        continue;
      }
      if (what === 'heard' || what === 'gave-up') heard.add(`${listener} ${eventId}`);
      else if (event.type === 'LoadFinished') {
        const open = (rowsOf.get(event.loadId) ?? []).filter(
          ({ id, type }) => LISTENERS[listener]?.includes(type) && !heard.has(`${listener} ${id}`),
        );
        if (open.length > 0)
          breaches.push(
            `${listener} was told of the end of ${event.loadId} before ${open.length} of its rows`,
          );
      } else {
        const previous = this.previousFor(listener, event, before, byId);
        if (previous && !heard.has(`${listener} ${previous.id}`))
          breaches.push(
            `${listener} was told ${event.type} ${eventId} before the user's ${previous.type} ${previous.id}`,
          );
      }
    }
    for (const [listener, types] of Object.entries(LISTENERS)) {
      const missed = this.events.filter(
        ({ id, type }) => types.includes(type) && !heard.has(`${listener} ${id}`),
      );
      if (missed.length > 0) breaches.push(`${listener} never heard ${missed.length} events`);
    }
    return breaches;
  }

  /** The event of the same user that this listener must have received before. */
  private previousFor(
    listener: string,
    event: Event,
    before: ReadonlyMap<string, string>,
    byId: ReadonlyMap<string, Event>,
  ): Event | undefined {
    for (let id = before.get(event.id); id !== undefined; id = before.get(id)) {
      const previous = byId.get(id);
      if (previous && LISTENERS[listener]?.includes(previous.type)) return previous;
    }
    return undefined;
  }

  /** One complete mail for each invitation, whose row says that it was sent. */
  private async mails(): Promise<string[]> {
    const expected = new Map(
      this.events
        .filter(({ type }) => type === 'InviteRequested')
        .map((event) => [event.id, event]),
    );
    const dir = join(this.dataDir, 'mail');
    const files = readdirSync(dir);
    const breaches: string[] = [];
    const rowsOf = new Map(this.loads.map(({ id, plan }) => [id, plan.rows.length]));
    const large = new Set(
      this.events
        .filter(
          ({ type, loadId }) => type === 'LoadFinished' && (rowsOf.get(loadId) ?? 0) > LARGE_ROWS,
        )
        .map(({ id }) => id),
    );
    for (const id of large)
      if (!files.includes(`${id}.eml`)) breaches.push(`no mail says that the load of ${id} ended`);
    const rowOf = new Map(
      this.loads.flatMap(({ id, plan }) =>
        plan.rows.map((row) => [`${id} ${row.line}`, row] as const),
      ),
    );
    const written = new Set<string>();
    for (const file of files) {
      // A kill between writing and renaming left this file. The mail itself has its own name.
      if (file.endsWith('.eml.part')) continue;
      if (large.has(file.replace(/\.eml$/, ''))) continue;
      const event = expected.get(file.replace(/\.eml$/, ''));
      if (!event) {
        breaches.push(`the mail ${file} was not asked for`);
        continue;
      }
      written.add(event.id);
      const mail = readFileSync(join(dir, file), 'utf8');
      const address = rowOf.get(`${event.loadId} ${event.line}`)?.cells['Email Address'] ?? '?';
      if (!mail.includes(address)) breaches.push(`the mail ${file} is not to ${address}`);
      const boundary = /boundary="([^"]+)"/.exec(mail)?.[1];
      if (!boundary || !mail.trimEnd().endsWith(`--${boundary}--`))
        breaches.push(`the mail ${file} is not whole`);
    }
    if (written.size !== expected.size)
      breaches.push(`${written.size} mails for ${expected.size} invitations`);
    const sent = await this.store.all(`select event_id from invitation where sent_at is not null`);
    if (sent.length !== expected.size)
      breaches.push(`${sent.length} invitations are sent, not ${expected.size}`);
    return breaches;
  }

  get cutOffMails(): number {
    return readdirSync(join(this.dataDir, 'mail')).filter((file) => file.endsWith('.part')).length;
  }

  /** No partial files stay behind, and no visible load was received only in part. */
  private async leftovers(): Promise<string[]> {
    const [left] = await this.store.all(
      `select
         (select count(*) from batch_upload_delivery where listener <> '${FICKLE}' or dead_at is null) as deliveries,
         (select count(*) from batch_upload_load where status = 'REJECTED') as rejected,
         (select count(*) from batch_upload_chunk c join batch_upload_load l on l.id = c.load_id
            where l.status in ('STAGED', 'FINISHED') and c.task is not null) as chunks,
         (select count(*) from batch_upload_load l where l.status in ('STAGED', 'FINISHED') and (
            l.row_count <> (select count(*) from batch_upload_row r where r.load_id = l.id) or
            l.row_count <> (select count(*) from batch_upload_row_check v where v.load_id = l.id))) as partial`,
    );
    const dead = await this.store.all(
      `select e.id from batch_upload_delivery d join batch_upload_event e on e.position = d.position
       where d.listener = '${FICKLE}'`,
    );
    const givenUp = this.events.filter(({ id, type }) => type !== 'LoadFinished' && isGivenUp(id));
    return [
      ...Object.entries(left ?? {})
        .filter(([, count]) => Number(count) > 0)
        .map(([what, count]) => `left behind: ${count} ${what}`),
      ...(dead.length === givenUp.length
        ? []
        : [`${dead.length} dead letters for ${givenUp.length} events that were given up`]),
    ];
  }
}

/** The numbers in the API add up and match the file. */
function counts({ plan, shown }: FinishedLoad, invitesGivenUp: number): string[] {
  const breaches: string[] = [];
  const rows = plan.rows.length;
  const { create, update, unchanged, invalid } = shown.counts;
  const { invited, invitations, ...outcomes } = shown.outcome ?? {};
  const expect = (what: string, is: number, should: number) => {
    if (is !== should) breaches.push(`${plan.name}: ${what} is ${is}, not ${should}`);
  };
  const outcomesSum = Object.values(outcomes as Record<string, number>).reduce((a, b) => a + b, 0);
  const acting = (kind: Row['action']) => plan.rows.filter(({ action }) => action === kind).length;
  const ending = (kind: Row['outcome']) =>
    plan.rows.filter(({ outcome }) => outcome === kind).length;
  expect('the number of rows', shown.counts.rows, rows);
  expect('the sum of actions', create + update + unchanged + invalid, rows);
  expect('the sum of outcomes', outcomesSum, rows);
  expect('create', create, acting('CREATE'));
  expect('update', update, acting('UPDATE'));
  expect('unchanged', unchanged, acting('UNCHANGED'));
  expect('invalid', invalid, acting('INVALID'));
  expect('unchanged at last', outcomes['unchanged'], ending('UNCHANGED'));
  expect('skipped', outcomes['skipped'], ending('SKIPPED'));
  expect('failed', outcomes['failed'], 0);
  expect(
    'the sum of created, updated and conflict',
    outcomes['created'] + outcomes['updated'] + outcomes['conflict'],
    ending('CREATED') + ending('UPDATED') + ending('CONTESTED'),
  );
  if (ending('CONTESTED') === 0) {
    expect('created', outcomes['created'], ending('CREATED'));
    expect('updated', outcomes['updated'], ending('UPDATED'));
  }
  expect('invitations asked', invitations.asked, invited);
  expect('invitations failed', invitations.failed, invitesGivenUp);
  expect('invitations sent', invitations.sent, invited - invitesGivenUp);
  expect('invited', invited, plan.rows.filter(({ email }) => email).length);
  return breaches;
}

const quoted = (ids: readonly string[]): string => ['', ...ids].map((id) => `'${id}'`).join(', ');

const once = ({ loadId, line, type }: Event): string => `${loadId} ${line} ${type}`;

const sorted = (changes: Event['changes']): string =>
  changes
    .map(({ column, from, to }) => `${column}: ${from} → ${to}`)
    .sort()
    .join('; ');
