import { Injectable } from '@nestjs/common';
import { portsFromEntities } from 'user-batch-upload/mikro-orm';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { mayGive } from '../roles/may-give.js';
import { isAdministrator, RoleEntity } from '../roles/role.entity.js';
import { User } from './user.entity.js';

/** The platform's people for batch upload. */
export const people = portsFromEntities({
  offices: {
    entity: OfficeEntity,
    organisation: 'organisationId',
    name: 'name',
    label: async (em, id) => (await em.findOneOrFail(Organisation, id)).officeLabel,
  },
  roles: {
    entity: RoleEntity,
    organisation: 'organisationId',
    name: 'name',
    orderBy: { rank: 'desc', name: 'asc' },
    mayGive,
    isAdministrator: ({ permissions }) => isAdministrator(permissions),
  },
  customFields: {
    entity: CustomFieldEntity,
    organisation: 'organisationId',
    orderBy: 'position',
    read: ({ label, kind, options, required }) => ({ label, kind, options, required }),
  },
  users: {
    entity: User,
    organisation: 'organisationId',
    role: 'roleId',
    office: 'officeId',
    profileType: 'profileType',
    internalId: 'internalId',
    looseInternalId: 'looseInternalId',
    email: 'email',
    emailKey: 'emailKey',
    firstName: 'firstName',
    lastName: 'lastName',
    status: 'status',
    mobilePhoneCountry: 'mobilePhoneCountry',
    mobilePhone: 'mobilePhone',
    customFields: 'customFields',
    defaults: () => ({ createdAt: new Date() }),
  },
});

/** One class for the modules of the platform, which change users by hand under the same rules. */
@Injectable()
export class PlatformUsers extends people.ports.users {}
