import { defineEntity, p } from '@mikro-orm/core';

const OrganisationSchema = defineEntity({
  name: 'Organisation',
  properties: { id: p.integer().primary(), name: p.string() },
});
export class Organisation extends OrganisationSchema.class {}
OrganisationSchema.setClass(Organisation);

const OfficeSchema = defineEntity({
  name: 'Office',
  properties: {
    id: p.integer().primary(),
    organisation: () => p.manyToOne(Organisation),
    name: p.string(),
  },
});
export class Office extends OfficeSchema.class {}
OfficeSchema.setClass(Office);

const RoleSchema = defineEntity({
  name: 'Role',
  properties: { id: p.integer().primary(), name: p.string(), isAdmin: p.boolean() },
});
export class Role extends RoleSchema.class {}
RoleSchema.setClass(Role);

const UserSchema = defineEntity({
  name: 'User',
  uniques: [
    { properties: ['organisation', 'emailKey'] },
    { properties: ['organisation', 'internalId'] },
  ],
  properties: {
    id: p.integer().primary(),
    organisation: () => p.manyToOne(Organisation),
    role: () => p.manyToOne(Role),
    office: () => p.manyToOne(Office),
    profileType: p.string(),
    internalId: p.string().nullable(),
    email: p.string(),
    /** The folded e-mail address: two users never differ only in its case. */
    emailKey: p.string(),
    firstName: p.string(),
    lastName: p.string().nullable(),
    status: p.string(),
    mobilePhoneCountry: p.string().nullable(),
    mobilePhone: p.string().nullable(),
  },
});
export class User extends UserSchema.class {}
UserSchema.setClass(User);
