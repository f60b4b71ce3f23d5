import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Dispatcher } from './dispatcher.js';
import type { EventType } from '../events/events.js';

/** An event that a durable listener could not handle, however often it was called. */
export interface DeadLetter {
  eventId: string;
  type: EventType;
  listener: string;
  loadId: string;
  line: number;
  userId: string;
  occurredAt: string;
  attempts: number;
  /** What the listener last threw, without e-mail addresses. Empty once the load is purged. */
  error: string;
  diedAt: string;
}

/** Whose dead letters: those of an organisation, or of one of its loads. */
export interface DeadLetterScope {
  organisationId: string;
  loadId?: string;
}

/** What was given up, to be seen and to be tried again once its cause is mended. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly db: Database,
    private readonly dispatcher: Dispatcher,
  ) {}

  async list(
    scope: DeadLetterScope,
    page: number,
    pageSize: number,
  ): Promise<{ items: DeadLetter[]; total: number }> {
    const { sql, params } = within(scope);
    const from = `from batch_upload_delivery d join batch_upload_event e on e.position = d.position where ${sql}`;
    const [count] = await this.db.query<{ total: number }>(
      `select count(*) as total ${from}`,
      params,
    );
    const items = await this.db.query<DeadLetterRecord>(
      `select e.id, e.type, d.listener, e.load_id, e.line, e.user_id, e.occurred_at, d.attempts, d.error, d.dead_at
       ${from} order by d.position, d.listener limit ? offset ?`,
      [...params, pageSize, (page - 1) * pageSize],
    );
    return { items: items.map(show), total: Number(count?.total ?? 0) };
  }

  /**
   * Has them delivered again, as often as a new event. Resolves to how many there were. A user's later events
   * may have been handled meanwhile.
   */
  async retry(scope: DeadLetterScope): Promise<number> {
    const { sql, params } = within(scope);
    const retried = await this.db.run(
      `update batch_upload_delivery set dead_at = null, attempts = 0, next_at = 0 where (lane, position) in (
         select d.lane, d.position from batch_upload_delivery d
         join batch_upload_event e on e.position = d.position where ${sql})`,
      params,
    );
    this.dispatcher.wake();
    return retried;
  }
}

interface DeadLetterRecord {
  id: string;
  type: EventType;
  listener: string;
  load_id: string;
  line: number;
  user_id: string;
  occurred_at: number | string;
  attempts: number;
  error: string | null;
  dead_at: number | string;
}

function within({ organisationId, loadId }: DeadLetterScope): { sql: string; params: unknown[] } {
  const sql = 'd.dead_at is not null and e.organisation_id = ?';
  return loadId
    ? { sql: `${sql} and e.load_id = ?`, params: [organisationId, loadId] }
    : { sql, params: [organisationId] };
}

const show = (record: DeadLetterRecord): DeadLetter => ({
  eventId: record.id,
  type: record.type,
  listener: record.listener,
  loadId: record.load_id,
  line: record.line,
  userId: record.user_id,
  occurredAt: new Date(Number(record.occurred_at)).toISOString(),
  attempts: record.attempts,
  error: record.error ?? '',
  diedAt: new Date(Number(record.dead_at)).toISOString(),
});
