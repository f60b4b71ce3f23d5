import { defineEntity, p } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { portsFromEntities } from 'user-batch-upload/mikro-orm';

/** Another host: ids that the class gives, plain columns in place of relations, and no column for folded e-mails. */
const text = { id: p.text().primary(), organisation: p.text(), name: p.text() };
export const Site = defineEntity({ name: 'Site', tableName: 'site', properties: text });
export const Rank = defineEntity({ name: 'Rank', tableName: 'rank', properties: text });
export const Fact = defineEntity({ name: 'Fact', tableName: 'fact', properties: text });

const MemberSchema = defineEntity({
  name: 'Member',
  tableName: 'member',
  properties: {
    id: p.text().primary(),
    organisation: p.text(),
    rank: p.text(),
    site: p.text(),
    profileType: p.text(),
    internalId: p.text().nullable(),
    email: p.text(),
    firstName: p.text(),
    lastName: p.text(),
    status: p.text(),
    mobilePhoneCountry: p.text(),
    mobilePhone: p.text(),
    facts: p.json<Record<string, string>>().nullable(),
    joinedAt: p.datetime().onCreate(() => new Date()),
  },
  uniques: [{ properties: ['organisation', 'internalId'] }],
});
export class Member extends MemberSchema.class {
  override id = `member-${randomUUID()}`;
}
MemberSchema.setClass(Member);

export const MEMBERS = [Site, Rank, Fact, Member];

/** The index of the look-up by e-mail. */
export const emailIndex = (isPostgresql: boolean): string =>
  isPostgresql
    ? `create unique index member_by_email on member (organisation, (lower(email collate "C") collate "default"))`
    : `create unique index member_by_email on member (organisation, lower(email))`;

export const members = portsFromEntities({
  offices: { entity: Site, organisation: 'organisation', name: 'name', label: 'Site' },
  roles: {
    entity: Rank,
    organisation: 'organisation',
    name: 'name',
    mayGive: (own, role) => own.name === 'Head' || role.name !== 'Head',
    isAdministrator: ({ name }) => name === 'Head',
  },
  customFields: {
    entity: Fact,
    organisation: 'organisation',
    orderBy: 'name',
    read: ({ name }) => ({ label: name, kind: 'TEXT', options: [], required: false }),
  },
  users: {
    entity: Member,
    organisation: 'organisation',
    role: 'rank',
    office: 'site',
    profileType: 'profileType',
    internalId: 'internalId',
    email: 'email',
    firstName: 'firstName',
    lastName: 'lastName',
    status: 'status',
    mobilePhoneCountry: 'mobilePhoneCountry',
    mobilePhone: 'mobilePhone',
    customFields: 'facts',
  },
});
