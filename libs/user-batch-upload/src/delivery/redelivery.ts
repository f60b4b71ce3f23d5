import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Injectable, type Type } from '@nestjs/common';
import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import { Database } from '../database/database.js';
import { LoadRepository } from '../load/load.repository.js';
import { Refusal } from '../problems/refusal.js';
import { Dispatcher } from './dispatcher.js';
import { type Listener, Listeners } from './listeners.js';

/** Delivers the events of a finished load again, for a listener that is new or has lost its data. */
@Injectable()
export class Redelivery {
  constructor(
    private readonly em: EntityManager,
    private readonly db: Database,
    private readonly loads: LoadRepository,
    private readonly listeners: Listeners,
    private readonly dispatcher: Dispatcher,
  ) {}

  /**
   * Delivers every event of the load to this durable listener, including those that it has already handled, in order
   * and with `LoadFinished` last. Dead letters get new attempts. Resolves to the number of deliveries once they are
   * stored; the listener is called later. It may already have handled events of later loads.
   *
   * Throws the refusals `LOAD_NOT_FOUND`, `LOAD_NOT_FINISHED`, and `REPORT_PURGED` if the purge has deleted the data of
   * the events. Throws an `Error` if the class is not a durable listener of this application.
   */
  async redeliver(listener: Type, loadId: string): Promise<number> {
    const found = this.listeners.all().find(({ name }) => name === listener.name);
    if (!found)
      throw new Error(
        `${listener.name} is no durable listener of this application. Mark it with @DurableListener() and add it to the providers of a module.`,
      );
    return RequestContext.create(this.em.fork(), () => this.store(found, loadId));
  }

  private async store(listener: Listener, loadId: string): Promise<number> {
    await this.assertFinished(loadId);
    const chunks = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_chunk')
        .select(['first_line', 'last_line'])
        .where('load_id', '=', loadId)
        .orderBy('first_line'),
    );
    const event = expressionBuilder<{ e: { line: number | null } }, 'e'>();
    let stored = 0;
    for (const { first_line, last_line } of chunks)
      stored += await this.add(listener, loadId, event.between('e.line', first_line, last_line));
    stored += await this.add(listener, loadId, event('e.line', 'is', null));
    this.dispatcher.wake();
    return stored;
  }

  /** Leaves out events that are not fanned out yet: they get their deliveries anyway. */
  private add(
    { name, events }: Listener,
    loadId: string,
    isAmong: Expression<SqlBool>,
  ): Promise<number> {
    return this.db.change((tables) =>
      tables
        .insertInto('batch_upload_delivery')
        .columns(['lane', 'position', 'listener', 'load_id', 'attempts', 'next_at'])
        .expression((event) =>
          event
            .selectFrom('batch_upload_event as e')
            .select(({ fn, lit }) => [
              sql<string>`cast(${name} as text) || ' ' || ${fn.coalesce('e.user_id', 'e.load_id')}`.as(
                'lane',
              ),
              'e.position',
              sql<string>`cast(${name} as text)`.as('listener'),
              'e.load_id',
              lit(0).as('attempts'),
              lit(0).as('next_at'),
            ])
            .where('e.load_id', '=', loadId)
            .where('e.type', 'in', [...events])
            .where('e.fanned_out', '=', 1)
            .where(isAmong),
        )
        .onConflict((open) =>
          open
            .columns(['lane', 'position'])
            .doUpdateSet({ dead_at: null, attempts: 0, next_at: 0 })
            .where('batch_upload_delivery.dead_at', 'is not', null),
        ),
    );
  }

  private async assertFinished(loadId: string): Promise<void> {
    const load = await this.loads.forWork(loadId);
    if (!load) throw new Refusal('LOAD_NOT_FOUND', {});
    if (load.status !== 'FINISHED') throw new Refusal('LOAD_NOT_FINISHED', { what: 'events' });
    if (load.purged_at !== null) throw new Refusal('REPORT_PURGED', { what: 'events' });
  }
}
