import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    /** A hash: a reader of the database can't take over a session. */
    tokenHash: p.text().primary(),
    userId: p.text(),
    /** Lives only while the user still has this version. */
    sessionsVersion: p.integer(),
    /** The last request, to within a minute. */
    seenAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});
export type Session = InferEntity<typeof Session>;
