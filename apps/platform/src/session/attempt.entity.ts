import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** How often something was tried since its window began. */
export const Attempt = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    /** A hash of who or what is counted: an address, an e-mail, a device. */
    key: p.text().primary(),
    count: p.integer(),
    endsAt: p.datetime(),
  },
});
export type Attempt = InferEntity<typeof Attempt>;
