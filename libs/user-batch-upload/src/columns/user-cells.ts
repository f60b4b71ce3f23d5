import type { UserRecord, UserValues } from '../ports/users.port.js';
import type { Column } from './column.js';
import { emailKey } from './email-key.js';
import { fieldValue, sameFieldValue } from './cell-values.js';

/** Office names by id, to show what a user has now. */
export type OfficeNames = ReadonlyMap<string, string>;

/** What the user has in this column now, as a cell would say it. */
export function userCell(user: UserRecord, column: Column, offices: OfficeNames): string {
  if (column.field) return user.customFields[column.field.id] ?? '';
  if (column.property === 'office') return offices.get(user.officeId) ?? '';
  return user[column.property];
}

/** The cell as it would be kept and shown. */
export function keptCell(column: Column, cell: string): string {
  return column.field ? fieldValue(column.field.kind, cell) : cell;
}

/** Do these two cells of a column say the same? */
export function sameCell(column: Column, a: string, b: string): boolean {
  if (column.field) return sameFieldValue(column.field.kind, a, b);
  return column.property === 'email' ? emailKey(a) === emailKey(b) : a === b;
}

/** How a user is named to an admin. */
export function userName(user: Pick<UserValues, 'firstName' | 'lastName' | 'email'>): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email;
}

export const holdsEmail = (user: UserRecord, email: string): boolean =>
  emailKey(user.email) === emailKey(email);
