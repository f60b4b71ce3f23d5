import { hash } from '@node-rs/argon2';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { randomBytes, randomUUID } from 'node:crypto';
import { emailKey, looseInternalId } from 'user-batch-upload';
import type { Config } from '../config.js';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { RoleEntity } from '../roles/role.entity.js';
import { User } from '../users/user.entity.js';

export interface SeededSignIns {
  emails: string[];
  password: string;
}

const ORGANISATIONS = [
  {
    name: 'Northwind Care',
    officeLabel: 'Office',
    domain: 'northwind.example',
    offices: ['North Clinic', 'South Clinic', 'West Clinic'],
    fields: ['Employee Notes', 'Weekly Hours', 'Start Date', 'Remote', 'Shift'],
    options: ['Day', 'Evening', 'Night'],
    users: ['Ana Sousa', 'Ben Okafor', 'Chloe Martin', 'Dmitri Petrov', 'Emi Tanaka'],
    viewer: true,
  },
  {
    name: 'Contoso Clinics',
    officeLabel: 'Location',
    domain: 'contoso.example',
    offices: ['Harbour House', 'Hill Street'],
    fields: ['Remarks', 'Full-time Equivalent', 'Hired On', 'On Call', 'Team'],
    options: ['Red', 'Green', 'Blue'],
    users: ['Farah Aziz', 'Georg Winter', 'Hana Novak'],
    viewer: false,
  },
];

/** Two example organisations for an empty database. */
export async function seed(
  em: SqlEntityManager,
  config: Config,
  onSeed: (signIns: SeededSignIns) => void,
): Promise<void> {
  if ((await em.count(Organisation)) > 0) return;
  const password = config.adminPassword ?? randomBytes(12).toString('base64url');
  const passwordHash = await hash(password);
  const emails: string[] = [];
  for (const organisation of ORGANISATIONS) {
    const organisationId = randomUUID();
    em.create(Organisation, {
      id: organisationId,
      name: organisation.name,
      officeLabel: organisation.officeLabel,
    });
    const offices = organisation.offices.map((name) =>
      em.create(OfficeEntity, { id: randomUUID(), organisationId, name }),
    );
    const role = (name: string, rank: number, permissions: RoleEntity['permissions']) =>
      em.create(RoleEntity, { id: randomUUID(), organisationId, name, rank, permissions });
    const administrator = role('Administrator', 100, ['administer', 'batch-upload']);
    role('Manager', 50, ['batch-upload']);
    const staff = role('Staff', 10, []);
    const kinds = ['TEXT', 'NUMBER', 'DATE', 'YES_NO', 'LIST'] as const;
    for (const [position, kind] of kinds.entries())
      em.create(CustomFieldEntity, {
        id: randomUUID(),
        organisationId,
        position,
        label: organisation.fields[position] ?? kind,
        kind,
        options: kind === 'LIST' ? organisation.options : [],
        required: false,
      });
    const person = (
      name: string,
      email: string,
      roleId: string,
      officeId: string,
      internalId: string | null,
      secret: string | null,
    ) => {
      const [firstName = '', lastName = ''] = name.split(' ');
      em.create(User, {
        id: randomUUID(),
        organisationId,
        profileType: '1',
        internalId,
        looseInternalId: internalId && looseInternalId(internalId),
        email,
        emailKey: emailKey(email),
        firstName,
        lastName,
        officeId,
        roleId,
        status: 'ACTIVE',
        mobilePhoneCountry: 'USA',
        mobilePhone: '5550100100',
        customFields: {},
        passwordHash: secret,
        createdAt: new Date(),
      });
    };
    const [first, second = first] = offices.map(({ id }) => id);
    if (first === undefined || second === undefined) continue;
    const admin = `admin@${organisation.domain}`;
    person('Alex Admin', admin, administrator.id, first, null, passwordHash);
    emails.push(admin);
    if (organisation.viewer)
      person('Vera Viewer', `viewer@${organisation.domain}`, staff.id, first, null, passwordHash);
    for (const [index, name] of organisation.users.entries())
      person(
        name,
        `${name.toLowerCase().replace(' ', '.')}@${organisation.domain}`,
        staff.id,
        index % 2 ? second : first,
        `N-${1001 + index}`,
        null,
      );
  }
  onSeed({ emails, password });
  await em.flush();
}
