import type { CustomFieldController } from '../src/custom-fields/custom-field.controller.js';
import type { ShownInvitation } from '../src/invitations/shown-invitation.js';
import type { OfficeController } from '../src/offices/office.controller.js';
import type { OrganisationController } from '../src/organisations/organisation.controller.js';
import type { RoleController } from '../src/roles/role.controller.js';
import type { SignedInUser } from '../src/session/sessions.js';
import type { UserController } from '../src/users/user.controller.js';

export { mayGive } from '../src/roles/may-give.js';

/** What a method of a controller answers. */
type Answer<Method extends (...values: never[]) => unknown> = NonNullable<
  Awaited<ReturnType<Method>>
>;
type Item<Method extends (...values: never[]) => Promise<{ items: unknown[] }>> =
  Answer<Method>['items'][number];

export type Named = Item<OfficeController['list']>;
export type Role = Item<RoleController['list']>;
export type CustomField = Item<CustomFieldController['list']>;
export type Organisation = Pick<Answer<OrganisationController['find']>, 'name' | 'officeLabel'>;
export type User = Answer<UserController['find']>;
export type Invitation = ShownInvitation;
export type Me = Pick<SignedInUser, 'rank' | 'permissions'>;

/** The choices for a user's fields in this organisation. */
export interface Choices {
  officeLabel: string;
  offices: Named[];
  roles: Role[];
  fields: CustomField[];
}

export const nameOf = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  [firstName, lastName].filter(Boolean).join(' ');

export const STATUSES = [
  { value: 'ACTIVE', label: 'Active' },
  { value: 'INACTIVE', label: 'Inactive' },
  { value: 'DELETED', label: 'Deleted' },
];

export const PROFILE_TYPES = [
  { value: '1', label: 'Individual' },
  { value: '2', label: 'Facility' },
];

export const labelOf = (
  choices: readonly { value: string; label: string }[],
  value: string,
): string => choices.find((choice) => choice.value === value)?.label ?? value;
