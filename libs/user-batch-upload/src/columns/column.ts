import type { CustomField } from '../ports/custom-fields.port.js';
import type { UserValues } from '../ports/users.port.js';
import type { CustomColumns } from './custom-columns.js';

export type BaseProperty = Exclude<keyof UserValues, 'customFields' | 'officeId'> | 'office';

/** A label of a custom field: one that the host has named to the compiler, or one of the organisation's at run time. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- a host adds keys
export type CustomLabel = keyof CustomColumns | (string & { readonly isLabel: true });

/** The header of a column of the template. Any other text does not compile. */
export type ColumnName = BaseHeader | CustomLabel;

/** A column of the template: one of the nine base columns, or a custom field of the organisation. */
export type Column =
  | { header: BaseHeader; property: BaseProperty; field?: undefined }
  | { header: CustomLabel; property?: undefined; field: CustomField & { label: CustomLabel } };

/** The base columns, in the order of the template. */
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
] as const satisfies readonly { header: string; property: BaseProperty }[];

export type BaseHeader = (typeof BASE_COLUMNS)[number]['header'];

/** The base columns that every new user needs. An individual needs a last name too. */
export const REQUIRED_HEADERS: readonly BaseHeader[] = [
  'Profile Type ID',
  'Email Address',
  'First Name',
  'Office',
];

/** Columns that the report adds. */
export const REPORT_COLUMNS = ['Problems', 'Result', 'Line'] as const;

/** Columns that our downloads add. Reading ignores them. */
export const DOWNLOAD_COLUMNS = [...REPORT_COLUMNS, 'Downloaded (do not edit)'] as const;

export function columnsOf(customFields: CustomField[]): Column[] {
  const fields = customFields as (CustomField & { label: CustomLabel })[];
  return [...BASE_COLUMNS, ...fields.map((field) => ({ header: field.label, field }))];
}

/**
 * The name with which a custom field's label collides, or undefined. A label must differ from every base column, from
 * the columns of our downloads, from the organisation's word for Office and from the other labels. Case, width and
 * spaces do not count. Call it when a field is created or renamed, and when the word for Office changes.
 */
export function labelCollision(
  label: string,
  otherLabels: readonly string[],
  officeLabel: string,
): string | undefined {
  const folded = foldLabel(label);
  return [
    ...BASE_COLUMNS.map((column) => column.header),
    ...DOWNLOAD_COLUMNS,
    officeLabel,
    ...otherLabels,
  ].find((taken) => foldLabel(taken) === folded);
}

/** The longest label, in UTF-16 units. NFKC takes quadratic time. */
const COMPARED = 1_000;

/** One form for labels that look the same: full-width letters, invisible characters, ß and ss. */
const foldLabel = (text: string): string =>
  text
    .slice(0, COMPARED)
    .normalize('NFKC')
    .replace(/[\p{Cf}\u115F\u1160\u17B4\u17B5]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .toUpperCase();
