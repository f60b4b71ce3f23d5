export interface Named {
  id: string;
  name: string;
}

export interface Role extends Named {
  rank: number;
  permissions: string[];
}

export interface CustomField {
  label: string;
  kind: 'TEXT' | 'NUMBER' | 'DATE' | 'YES_NO' | 'LIST';
  options: string[];
  required: boolean;
}

export interface Invitation {
  status: 'WAITING' | 'SENT' | 'IN_DOUBT' | 'ACCEPTED' | 'EXPIRED' | 'ENDED';
  sentTo: string;
  sentAt: string | null;
  expiresAt: string;
}

/** A user, as the API shows one. */
export interface User {
  id: string;
  profileType: string;
  internalId: string;
  email: string;
  firstName: string;
  lastName: string;
  office: Named | null;
  role: Named | null;
  status: string;
  mobilePhoneCountry: string;
  mobilePhone: string;
  customFields: Record<string, string>;
  invitation: Invitation | null;
}

/** The choices for a user's fields in this organisation. */
export interface Choices {
  officeLabel: string;
  offices: Named[];
  roles: Role[];
  fields: CustomField[];
}

export interface Me {
  rank: number;
  permissions: string[];
}

export const nameOf = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  [firstName, lastName].filter(Boolean).join(' ');

/** Whether this person has at least the role's rank and all of its permissions. */
export const mayGive = (me: Me, { rank, permissions }: Role): boolean =>
  rank <= me.rank && permissions.every((one) => me.permissions.includes(one));

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
