import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ProfileStatus, ProfileType } from 'user-batch-upload';

export const User = defineEntity({
  name: 'User',
  tableName: 'app_user',
  properties: {
    id: p.text().primary(),
    organisationId: p.text(),
    profileType: p.text().$type<ProfileType>(),
    /** Null where there is none, so that the unique index lets many have none. */
    internalId: p.text().nullable(),
    email: p.text(),
    /** The e-mail as it is compared: unique in the organisation. */
    emailKey: p.text(),
    firstName: p.text(),
    lastName: p.text(),
    officeId: p.text(),
    roleId: p.text(),
    status: p.text().$type<ProfileStatus>(),
    mobilePhoneCountry: p.text(),
    mobilePhone: p.text(),
    /** By the field's id. */
    customFields: p.json<Record<string, string>>(),
    passwordHash: p.text().nullable().hidden(),
    createdAt: p.datetime(),
    /** Raised by the database, see `userVersions`: links made for an earlier one no longer work. */
    credentialsVersion: p.integer().default(0).hidden(),
    /** Raised by the database, too: sessions made for an earlier one have ended. */
    sessionsVersion: p.integer().default(0).hidden(),
  },
});
export type User = InferEntity<typeof User>;
