import { EntityManager } from '@mikro-orm/core';
import { DurableListener, UserCreated, UserUpdated } from 'user-batch-upload';
import { Activity } from './activity.entity.js';

@DurableListener(UserCreated, UserUpdated)
export class KeepActivity {
  constructor(private readonly em: EntityManager) {}

  async handle(event: UserCreated | UserUpdated): Promise<void> {
    await this.em.upsert(
      Activity,
      {
        eventId: event.eventId,
        organisationId: event.organisationId,
        at: event.occurredAt,
        action: event instanceof UserUpdated ? 'USER_UPDATED' : 'USER_CREATED',
        actorId: event.actorId,
        userId: event.userId,
        loadId: event.loadId,
        line: event.line,
        changes: event instanceof UserUpdated ? [...event.changes] : [],
      },
      { onConflictAction: 'ignore' },
    );
  }
}
