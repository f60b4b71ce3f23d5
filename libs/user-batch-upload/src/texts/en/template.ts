import type { ReportTexts, TemplateTexts } from '../template-parameters.js';

export const template: TemplateTexts = {
  headings: ['Column', 'Needed for a new user', 'What to enter'],
  required: { yes: 'Yes', no: 'No', individual: 'For an individual' },
  columns: {
    'Profile Type ID': '1 for an individual, 2 for a facility.',
    'Internal ID':
      "Your organisation's own ID of the user. This or the Email Address finds a user to update.",
    'Email Address':
      'Each user has a different one. This or the Internal ID finds a user to update.',
    'First Name': 'For a facility: the business name.',
    'Last Name': 'Not needed for a facility.',
    Office: 'The exact name, from the list.',
    'Profile Status': 'ACTIVE, INACTIVE or DELETED. A new user without one is INACTIVE.',
    'Mobile Phone Country': 'The code of three letters (ISO 3166-1 alpha-3), such as USA or CAN.',
    'Mobile Phone': 'Exactly 10 digits and nothing else.',
  },
  fields: {
    TEXT: 'Any text.',
    NUMBER: 'A number such as 12 or 12.50.',
    DATE: 'A date such as 2024-03-15 (year, month, day).',
    YES_NO: 'Yes or No.',
    LIST: 'A value from the list, exactly as written.',
  },
  notes: [
    'Fill in one row for each user, below the header of the first sheet. Keep the header as it is.',
    'A user who is found by Internal ID or Email Address is updated; a blank cell keeps what is there. Anyone else is created.',
    'All columns have the format “Text”, so that zeros, long numbers and dates stay as you type them.',
  ],
};

export const report: ReportTexts = {
  warning: (message) => `Warning: ${message}`,
  suggestion: (value) => `Suggestion: ${value}`,
  edited: ({ column, by, original, isCut }) =>
    `${column}: changed by ${by}, the file had ${original === '' ? 'blank' : `“${original}${isCut ? '…' : ''}”`}.`,
};
