import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A link in a mail that lets its holder set a user's password. */
export const PasswordLink = defineEntity({
  name: 'PasswordLink',
  tableName: 'password_link',
  properties: {
    /** A hash, so that read access to the database does not reveal the link. */
    tokenHash: p.text().primary(),
    userId: p.text(),
    /** Valid only while the user still has this version. */
    credentialsVersion: p.integer(),
    /** Null for a password reset. */
    invitationId: p.text().nullable(),
    expiresAt: p.datetime(),
  },
});
export type PasswordLink = InferEntity<typeof PasswordLink>;
