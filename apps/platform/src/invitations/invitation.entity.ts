import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    /** The event that asked for it, so that a redelivery finds it. */
    eventId: p.text().primary(),
    tokenHash: p.text(),
    userId: p.text(),
    expiresAt: p.datetime(),
    sentAt: p.datetime().nullable(),
    /** Set before a mail is handed to SMTP: with no `sentAt` later, whether it arrived is in doubt. */
    sendingAt: p.datetime().nullable(),
    acceptedAt: p.datetime().nullable(),
  },
});
export type Invitation = InferEntity<typeof Invitation>;
