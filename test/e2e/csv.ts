import { stringify } from 'csv-stringify/sync';

const HEADERS = [
  'Profile Type ID',
  'Internal ID',
  'Email Address',
  'First Name',
  'Last Name',
  'Office',
  'Profile Status',
  'Mobile Phone Country',
  'Mobile Phone',
];

export type Cells = Record<string, string>;

/** A valid new user, to modify. */
export const person = (cells: Cells = {}): Cells => ({
  'Profile Type ID': '1',
  'Email Address': 'ana@new.example',
  'First Name': 'Ana',
  'Last Name': 'Sousa',
  Office: 'North Clinic',
  ...cells,
});

/** A file for an organisation whose template has these columns. */
export function csv(headers: readonly string[], rows: readonly Cells[]): string {
  return stringify([headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))], {
    record_delimiter: 'windows',
  } as never);
}

export { HEADERS as BASE_HEADERS };
