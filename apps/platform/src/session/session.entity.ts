import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    /** A hash: whoever reads the database can't take over a session. */
    tokenHash: p.text().primary(),
    userId: p.text(),
    expiresAt: p.datetime(),
  },
});
export type Session = InferEntity<typeof Session>;
