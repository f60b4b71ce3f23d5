import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A browser that proved this e-mail, by sign-in or by a link from a mail. */
export const Device = defineEntity({
  name: 'Device',
  tableName: 'device',
  properties: {
    tokenHash: p.text().primary(),
    emailKey: p.text().primary(),
    expiresAt: p.datetime(),
  },
  indexes: [{ name: 'device_by_email', properties: ['emailKey', 'expiresAt'] }],
});
export type Device = InferEntity<typeof Device>;
