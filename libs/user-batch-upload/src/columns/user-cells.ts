import type { UserRecord, UserValues } from '../ports/users.port.js';
import type { Column } from './column.js';
import { emailKey } from './email-key.js';
import { nameKey } from './same-name.js';
import { fieldValue, sameFieldValue } from './cell-values.js';

/** Office names by id. */
export type OfficeNames = ReadonlyMap<string, string>;

/** The user's current value in this column, as a cell. */
export function userCell(user: UserRecord, column: Column, offices: OfficeNames): string {
  if (column.field) return user.customFields[column.field.id] ?? '';
  if (column.property === 'office') return offices.get(user.officeId) ?? '';
  return user[column.property];
}

/** The cell as it is stored and shown. */
export function keptCell(column: Column, cell: string): string {
  if (column.field?.kind === 'LIST') return optionOf(column.field.options, cell) ?? cell;
  return column.field ? fieldValue(column.field.kind, cell) : cell;
}

/** The option that the cell names, however its spaces are written. */
export const optionOf = (options: readonly string[], cell: string): string | undefined =>
  options.includes(cell) ? cell : options.find((option) => nameKey(option) === nameKey(cell));

/** Whether two cells of a column mean the same. */
export function sameCell(column: Column, a: string, b: string): boolean {
  if (column.field) return sameFieldValue(column.field.kind, a, b);
  if (column.property === 'office') return nameKey(a) === nameKey(b);
  return column.property === 'email' ? emailKey(a) === emailKey(b) : a === b;
}

/** The name of a user as an admin sees it. */
export function userName(user: Pick<UserValues, 'firstName' | 'lastName' | 'email'>): string {
  return wholeName(user.firstName, user.lastName) || user.email;
}

export const wholeName = (first: string, last: string): string =>
  first !== '' && last !== '' ? `${first} ${last}` : first || last;

export const holdsEmail = (user: UserRecord, email: string): boolean =>
  emailKey(user.email) === emailKey(email);
