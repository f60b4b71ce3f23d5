import { EntityManager } from '@mikro-orm/core';
import { DurableListener, UserCreated, UserUpdated } from 'user-batch-upload';
import { Activity } from '../entities.js';

/** Many events with one statement. An event that comes twice has the same id, and is kept once. */
@DurableListener(UserCreated, UserUpdated)
export class KeepActivity {
  constructor(private readonly em: EntityManager) {}

  async handleAll(events: readonly (UserCreated | UserUpdated)[]): Promise<void> {
    await this.em.upsertMany(
      Activity,
      events.map((event) => ({
        eventId: event.eventId,
        what: event instanceof UserCreated ? 'created' : 'updated',
        userId: event.userId,
        actorId: event.actorId,
      })),
      { onConflictAction: 'ignore' },
    );
  }
}
