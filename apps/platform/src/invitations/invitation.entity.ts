import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    /** The event or request behind it. Identifies a redelivery. */
    eventId: p.text().primary(),
    userId: p.text(),
    /** The user's version when the mail was last sent. A newer version ends the invitation. */
    credentialsVersion: p.integer(),
    sentTo: p.text(),
    expiresAt: p.datetime(),
    sentAt: p.datetime().nullable(),
    /** Set before the mail is handed over. Cleared if the server rejected the mail. */
    sendingAt: p.datetime().nullable(),
    /** An attempt ended without a reply from the mail server: the mail may arrive twice, with one Message-ID. */
    inDoubt: p.boolean(),
    acceptedAt: p.datetime().nullable(),
    /** Replaced by a newer invitation. */
    replacedAt: p.datetime().nullable(),
  },
  indexes: [{ name: 'invitation_by_user', properties: ['userId'] }],
});
export type Invitation = InferEntity<typeof Invitation>;
