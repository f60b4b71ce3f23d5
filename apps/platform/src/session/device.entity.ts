import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A browser in which someone signed in, or opened a link of a mail, with this e-mail. */
export const Device = defineEntity({
  name: 'Device',
  tableName: 'device',
  properties: {
    tokenHash: p.text().primary(),
    emailKey: p.text().primary(),
    expiresAt: p.datetime(),
  },
});
export type Device = InferEntity<typeof Device>;
