import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Counts attempts since the start of their window. */
export const Attempt = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    /** A hash of what is counted: an address, an e-mail or a device. */
    key: p.text().primary(),
    count: p.integer(),
    endsAt: p.datetime(),
  },
  indexes: [{ name: 'attempt_by_end', properties: ['endsAt'] }],
});
export type Attempt = InferEntity<typeof Attempt>;
