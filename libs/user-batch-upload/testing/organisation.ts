import type { Actor } from '../src/ports/actors.port.js';
import type { CustomField, CustomFieldKind } from '../src/ports/custom-fields.port.js';
import type { Office } from '../src/ports/offices.port.js';
import type { UserRecord } from '../src/ports/users.port.js';

/** A custom field of the organisation. It takes its label as its id, and is optional. */
export interface FieldSetup<Label extends string> extends Partial<
  Omit<CustomField, 'label' | 'kind'>
> {
  label: Label;
  kind: CustomFieldKind;
}

/** The parts of an organisation that matter to a test. The rest gets defaults. */
export interface OrganisationSetup<Label extends string = string> {
  fields?: readonly FieldSetup<Label>[];
  /** Offices or just their names. `North Clinic` by default. */
  offices?: readonly (string | Office)[];
  /** The admin who uploads. */
  actor?: Partial<Actor>;
}

export interface Organisation {
  actor: Actor;
  offices: Office[];
  fields: CustomField[];
}

export const organisationOf = (setup: OrganisationSetup): Organisation => ({
  actor: {
    organisationId: 'organisation-1',
    userId: 'actor-1',
    name: 'Ada Admin',
    mayUpload: true,
    ...setup.actor,
  },
  offices: (setup.offices ?? ['North Clinic']).map((office, index) =>
    typeof office === 'string' ? { id: `office-${index + 1}`, name: office } : office,
  ),
  fields: (setup.fields ?? []).map((field) => ({
    id: field.label,
    options: [],
    required: false,
    ...field,
  })),
});

/** A user in the first office. */
export function someUser(user: Partial<UserRecord>, offices: readonly Office[]): UserRecord {
  return {
    id: 'user-1',
    profileType: '1',
    internalId: '',
    email: 'mia@example.com',
    firstName: 'Mia',
    lastName: 'Moss',
    officeId: offices[0]?.id ?? '',
    status: 'ACTIVE',
    mobilePhoneCountry: '',
    mobilePhone: '',
    customFields: {},
    administrator: false,
    roleName: 'Staff',
    ...user,
  };
}
