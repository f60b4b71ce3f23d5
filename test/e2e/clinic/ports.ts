import { portsFromEntities } from 'user-batch-upload/mikro-orm';
import { ExtraField, JobRole, Kind, Organization, Person, Place, State } from './entities.js';

export const people = portsFromEntities({
  offices: {
    entity: Place,
    organisation: 'organization',
    name: 'title',
    label: async (em, id) => (await em.findOneOrFail(Organization, Number(id))).placeWord,
  },
  roles: {
    entity: JobRole,
    organisation: 'organization',
    name: 'name',
    mayGive: (own, role) => role.rank <= own.rank,
    isAdministrator: (role) => role.rank >= 9,
  },
  customFields: {
    entity: ExtraField,
    organisation: 'organization',
    orderBy: 'id',
    read: ({ label }) => ({ label, kind: 'TEXT', options: [], required: false }),
  },
  users: {
    entity: Person,
    organisation: 'organization',
    role: 'role',
    office: 'place',
    profileType: 'kind',
    internalId: 'employeeNumber',
    looseInternalId: 'looseNumber',
    email: 'email',
    emailKey: 'emailKey',
    firstName: 'givenName',
    lastName: 'familyName',
    status: 'state',
    mobilePhoneCountry: 'phoneCountry',
    mobilePhone: 'phone',
    customFields: 'extra',
    profileTypes: { '1': Kind.Person, '2': Kind.Site },
    statuses: { ACTIVE: State.Active, INACTIVE: State.Paused, DELETED: State.Gone },
  },
});
