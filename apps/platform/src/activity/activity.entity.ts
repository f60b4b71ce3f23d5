import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Change } from 'user-batch-upload';

export const Activity = defineEntity({
  name: 'Activity',
  tableName: 'activity',
  properties: {
    /** The event behind this entry. As the primary key it ensures that a redelivered event is recorded once. */
    eventId: p.text().primary(),
    organisationId: p.text(),
    at: p.datetime(),
    action: p.text().$type<'USER_CREATED' | 'USER_UPDATED'>(),
    actorId: p.text(),
    userId: p.text(),
    loadId: p.text(),
    line: p.integer(),
    changes: p.json<Change[]>(),
  },
  indexes: [{ name: 'activity_by_time', properties: ['organisationId', 'at'] }],
});
export type Activity = InferEntity<typeof Activity>;
