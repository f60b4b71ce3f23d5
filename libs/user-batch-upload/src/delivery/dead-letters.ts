import { Injectable } from '@nestjs/common';
import type { Kysely, Selectable } from 'kysely';
import { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { Dispatcher } from './dispatcher.js';
import type { EventType } from '../events/events.js';

/** An event that a durable listener did not handle at any attempt. */
export interface DeadLetter {
  eventId: string;
  type: EventType;
  listener: string;
  loadId: string;
  /** Null, like the user, for an event about the whole load. */
  line: number | null;
  userId: string | null;
  occurredAt: string;
  attempts: number;
  /** The last error of the listener, without e-mail addresses. Empty after the purge of the load. */
  error: string;
  diedAt: string;
}

/** The dead letters of an organisation, or of one of its loads. */
export interface DeadLetterScope {
  organisationId: string;
  loadId?: string;
}

/** Lists dead letters and delivers them again. */
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
    const count = await this.db.first((tables) =>
      deadLetters(tables, scope).select(({ fn }) => fn.countAll<number | string>().as('total')),
    );
    const items = await this.db.all((tables) =>
      deadLetters(tables, scope)
        .select(['e.id', 'e.type', 'd.listener', 'e.load_id', 'e.line', 'e.user_id'])
        .select(['e.occurred_at', 'd.attempts', 'd.error', 'd.dead_at'])
        .orderBy('d.position')
        .orderBy('d.listener')
        .limit(pageSize)
        .offset((page - 1) * pageSize),
    );
    return { items: items.map(toDeadLetter), total: Number(count?.total ?? 0) };
  }

  /**
   * Delivers them again, with as many attempts as a new event. Resolves to their number. Later events of a user may
   * have been handled before.
   */
  async retry(scope: DeadLetterScope): Promise<number> {
    const retried = await this.db.change((tables) =>
      tables
        .updateTable('batch_upload_delivery')
        .set({ dead_at: null, attempts: 0, next_at: 0 })
        .where(
          ({ refTuple }) => refTuple('lane', 'position'),
          'in',
          deadLetters(tables, scope).select(['d.lane', 'd.position']).$asTuple('lane', 'position'),
        ),
    );
    this.dispatcher.wake();
    return retried;
  }
}

function deadLetters(tables: Kysely<Tables>, { organisationId, loadId }: DeadLetterScope) {
  return tables
    .selectFrom('batch_upload_delivery as d')
    .innerJoin('batch_upload_event as e', 'e.position', 'd.position')
    .where('d.dead_at', 'is not', null)
    .where('e.organisation_id', '=', organisationId)
    .$if(loadId !== undefined, (letters) => letters.where('e.load_id', '=', loadId as string));
}

type DeadLetterRecord = Omit<
  Selectable<Tables['batch_upload_delivery']>,
  'lane' | 'position' | 'next_at' | 'load_id'
> &
  Pick<
    Selectable<Tables['batch_upload_event']>,
    'id' | 'type' | 'load_id' | 'line' | 'user_id' | 'occurred_at'
  >;

const toDeadLetter = (record: DeadLetterRecord): DeadLetter => ({
  eventId: record.id,
  type: record.type as EventType,
  listener: record.listener,
  loadId: record.load_id,
  line: record.line,
  userId: record.user_id,
  occurredAt: new Date(record.occurred_at).toISOString(),
  attempts: record.attempts,
  error: record.error ?? '',
  diedAt: new Date(record.dead_at ?? 0).toISOString(),
});
