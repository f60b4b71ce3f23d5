import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    /** A hash, so that read access to the database does not reveal the session. */
    tokenHash: p.text().primary(),
    userId: p.text(),
    /** Valid only while the user still has this version. */
    sessionsVersion: p.integer(),
    /** The last request, to the minute. */
    seenAt: p.datetime(),
    expiresAt: p.datetime(),
  },
  indexes: [{ name: 'session_by_end', properties: ['expiresAt'] }],
});
export type Session = InferEntity<typeof Session>;
