import countries from 'i18n-iso-countries';
import type { BaseHeader, Column } from '../columns/column.js';
import type { CustomFieldKind } from '../ports/custom-fields.port.js';

/** What may stand in a column: in words, and as a list where there is one. */
export interface ColumnGuide {
  header: string;
  /** Needed to create a user. */
  required: string;
  text: string;
  choices?: readonly string[];
}

const BASE: Record<BaseHeader, Omit<ColumnGuide, 'header'>> = {
  'Profile Type ID': {
    required: 'Yes',
    text: '1 for an individual, 2 for a facility.',
    choices: ['1', '2'],
  },
  'Internal ID': {
    required: 'No',
    text: "Your organisation's own ID of the user. This or the Email Address finds a user to update.",
  },
  'Email Address': {
    required: 'Yes',
    text: 'Each user has another one. This or the Internal ID finds a user to update.',
  },
  'First Name': { required: 'Yes', text: 'For a facility: the business name.' },
  'Last Name': { required: 'For an individual', text: 'Not needed for a facility.' },
  Office: { required: 'Yes', text: 'The exact name, from the list.' },
  'Profile Status': {
    required: 'No',
    text: 'ACTIVE, INACTIVE or DELETED. A new user without one is INACTIVE.',
    choices: ['ACTIVE', 'INACTIVE', 'DELETED'],
  },
  'Mobile Phone Country': {
    required: 'No',
    text: 'The code of three letters (ISO 3166-1 alpha-3), such as USA or CAN.',
    choices: Object.keys(countries.getAlpha3Codes()).toSorted(),
  },
  'Mobile Phone': { required: 'No', text: 'Exactly 10 digits and nothing else.' },
};

const FIELDS: Record<CustomFieldKind, string> = {
  TEXT: 'Any text.',
  NUMBER: 'A number such as 12 or 12.50.',
  DATE: 'A date such as 2024-03-15 (year, month, day).',
  YES_NO: 'Yes or No.',
  LIST: 'One of the list, exactly.',
};

/** Guides for the columns of an organisation that has these offices. */
export const columnGuides = (
  columns: readonly Column[],
  offices: readonly string[],
): ColumnGuide[] =>
  columns.map(({ header, field }) => {
    if (!field) {
      const guide = BASE[header as BaseHeader];
      return { header, ...guide, ...(header === 'Office' && { choices: offices }) };
    }
    const { kind, required, options } = field;
    const choices = kind === 'LIST' ? options : kind === 'YES_NO' ? ['Yes', 'No'] : undefined;
    return {
      header,
      required: required ? 'Yes' : 'No',
      text: FIELDS[kind],
      ...(choices && { choices }),
    };
  });

/** For users who are there already. */
export const GENERAL_NOTES = [
  'Fill in one row for each user, below the header of the first sheet. Keep the header as it is.',
  'A user who is found by Internal ID or Email Address is updated; a blank cell keeps what is there. Anyone else is created.',
  'All columns have the format “Text”, so that zeros, long numbers and dates stay as you type them.',
] as const;
