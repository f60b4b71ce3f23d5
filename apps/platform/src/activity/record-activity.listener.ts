import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DurableListener, UserCreated, UserUpdated } from 'user-batch-upload';
import { Activity } from './activity.entity.js';

@DurableListener(UserCreated, UserUpdated)
export class RecordActivity {
  private readonly em: SqlEntityManager;

  constructor(em: EntityManager) {
    this.em = em as SqlEntityManager;
  }

  async handleAll(events: readonly (UserCreated | UserUpdated)[]): Promise<void> {
    await this.em
      .createQueryBuilder(Activity)
      .insert(
        events.map((event) => ({
          eventId: event.eventId,
          organisationId: event.organisationId,
          at: event.occurredAt,
          action:
            event instanceof UserUpdated ? ('USER_UPDATED' as const) : ('USER_CREATED' as const),
          actorId: event.actorId,
          userId: event.userId,
          loadId: event.loadId,
          line: event.line,
          changes: event instanceof UserUpdated ? [...event.changes] : [],
        })),
      )
      .onConflict('eventId')
      .ignore()
      .execute();
  }
}
