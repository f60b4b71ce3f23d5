import type { CustomField } from '../ports/custom-fields.port.js';
import { csvLine } from './csv-line.js';
import type { BaseHeader, Column } from '../columns/column.js';
import { templateCsv } from './template-csv.js';

type SampleRow = Partial<Record<BaseHeader, string>>;

const ROWS: SampleRow[] = [
  {
    'Profile Type ID': '1',
    'Internal ID': 'SAMPLE-1',
    'Email Address': 'ana.sousa@example.com',
    'First Name': 'Ana',
    'Last Name': 'Sousa',
    'Profile Status': 'ACTIVE',
    'Mobile Phone Country': 'USA',
    'Mobile Phone': '5551234567',
  },
  {
    'Profile Type ID': '1',
    'Internal ID': 'SAMPLE-2',
    'Email Address': 'li.wei@example.com',
    'First Name': 'Li',
    'Last Name': 'Wei',
  },
  {
    'Profile Type ID': '2',
    'Internal ID': 'SAMPLE-3',
    'Email Address': 'front.desk@example.com',
    'First Name': 'Example Clinic',
    'Profile Status': 'INACTIVE',
  },
];

/** The template with a few rows that load into this organisation without a problem. */
export function sampleCsv(
  columns: readonly Column[],
  { offices }: { offices: readonly string[] },
): string {
  const cell = (row: SampleRow, column: Column): string => {
    if (column.field) return fieldSample(column.field);
    if (column.property === 'office') return offices[0] ?? '';
    return row[column.header as BaseHeader] ?? '';
  };
  return (
    templateCsv(columns) +
    ROWS.map((row) => csvLine(columns.map((column) => cell(row, column)))).join('')
  );
}

function fieldSample({ kind, options }: CustomField): string {
  switch (kind) {
    case 'TEXT':
      return 'Any text';
    case 'NUMBER':
      return '1.5';
    case 'DATE':
      return '2024-03-15';
    case 'YES_NO':
      return 'Yes';
    case 'LIST':
      return options[0] ?? '';
  }
}
