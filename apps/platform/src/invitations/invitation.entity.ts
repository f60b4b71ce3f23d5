import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    /** The event or request that asked for it, so that a redelivery finds it. */
    eventId: p.text().primary(),
    userId: p.text(),
    /** The user's version when the mail was last sent: a later one ends the invitation. */
    credentialsVersion: p.integer(),
    sentTo: p.text(),
    expiresAt: p.datetime(),
    sentAt: p.datetime().nullable(),
    /** Set before the mail is handed over, and cleared when it was surely not taken. */
    sendingAt: p.datetime().nullable(),
    /** A try ended without a word from the mail server: the mail may have arrived twice, with one Message-ID. */
    inDoubt: p.boolean(),
    acceptedAt: p.datetime().nullable(),
    /** A newer one was sent. */
    replacedAt: p.datetime().nullable(),
  },
});
export type Invitation = InferEntity<typeof Invitation>;
