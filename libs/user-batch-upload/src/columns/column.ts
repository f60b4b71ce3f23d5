import type { CustomField } from '../ports/custom-fields.port.js';
import type { UserValues } from '../ports/users.port.js';

export type BaseProperty = Exclude<keyof UserValues, 'customFields' | 'officeId'> | 'office';

/** A column of the template: one of the nine base columns, or a custom field of the organisation. */
export type Column =
  | { header: string; property: BaseProperty; field?: undefined }
  | { header: string; property?: undefined; field: CustomField };

/** The base columns, in the order of the template. Source: the help page. */
export const BASE_COLUMNS = [
  { header: 'Profile Type ID', property: 'profileType' },
  { header: 'Internal ID', property: 'internalId' },
  { header: 'Email Address', property: 'email' },
  { header: 'First Name', property: 'firstName' },
  { header: 'Last Name', property: 'lastName' },
  { header: 'Office', property: 'office' },
  { header: 'Profile Status', property: 'status' },
  { header: 'Mobile Phone Country', property: 'mobilePhoneCountry' },
  { header: 'Mobile Phone', property: 'mobilePhone' },
] as const satisfies readonly Column[];

export type BaseHeader = (typeof BASE_COLUMNS)[number]['header'];

/** Columns that our own report writes, and that reading therefore passes over. */
export const REPORT_COLUMNS = ['Problems', 'Result'] as const;

export function columnsOf(customFields: CustomField[]): Column[] {
  return [...BASE_COLUMNS, ...customFields.map((field) => ({ header: field.label, field }))];
}

/**
 * Why a custom field can't bear this label, or undefined where it can: it must differ, ignoring case, from every
 * base column, from the report's columns and from the other labels. Hosts ask where a field is made.
 */
export function labelCollision(label: string, otherLabels: string[]): string | undefined {
  const fold = (text: string) => text.trim().normalize('NFC').toLowerCase().toUpperCase();
  return [...BASE_COLUMNS.map((column) => column.header), ...REPORT_COLUMNS, ...otherLabels].find(
    (taken) => fold(taken) === fold(label),
  );
}
