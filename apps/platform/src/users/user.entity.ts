import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ProfileStatus, ProfileType } from 'user-batch-upload';

export const User = defineEntity({
  name: 'User',
  tableName: 'app_user',
  properties: {
    id: p.text().primary(),
    organisationId: p.text(),
    profileType: p.text().$type<ProfileType>(),
    /** Null if there is none: the unique index allows many nulls. */
    internalId: p.text().nullable(),
    /** The Internal ID folded by `looseInternalId`, to find one that is nearly the same. */
    looseInternalId: p.text().nullable().hidden(),
    email: p.text(),
    /** The normalised e-mail for comparison. Unique in the organisation. */
    emailKey: p.text(),
    firstName: p.text(),
    lastName: p.text(),
    officeId: p.text(),
    roleId: p.text(),
    status: p.text().$type<ProfileStatus>(),
    mobilePhoneCountry: p.text(),
    mobilePhone: p.text(),
    /** By field id. */
    customFields: p.json<Record<string, string>>(),
    passwordHash: p.text().nullable().hidden(),
    createdAt: p.datetime(),
    /** Raised by the database, see `userVersions`. Links made for an earlier version no longer work. */
    credentialsVersion: p.integer().default(0).hidden(),
    /** Raised by the database. Sessions made for an earlier version have ended. */
    sessionsVersion: p.integer().default(0).hidden(),
  },
  uniques: [
    { name: 'app_user_by_email', properties: ['emailKey', 'organisationId'] },
    { name: 'app_user_by_internal_id', properties: ['organisationId', 'internalId'] },
  ],
  indexes: [
    { name: 'app_user_by_loose_id', properties: ['organisationId', 'looseInternalId'] },
    { name: 'app_user_by_phone', properties: ['organisationId', 'mobilePhone'] },
    { name: 'app_user_by_role', properties: ['organisationId', 'roleId', 'status'] },
    {
      name: 'app_user_by_name',
      properties: ['organisationId', 'lastName', 'firstName', 'id'],
    },
  ],
});
export type User = InferEntity<typeof User>;
