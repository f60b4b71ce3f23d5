import type { Load } from './api-types.js';

const numbers = new Intl.NumberFormat('en');
const times = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export const number = (value: number): string => numbers.format(value);

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

/** A number of bytes, in the unit that people use. */
export const size = (bytes: number): string =>
  bytes < 1_000_000
    ? `${number(Math.ceil(bytes / 1_000))} KB`
    : `${number(Math.round(bytes / 100_000) / 10)} MB`;

export const time = (iso: string | null): string => (iso ? times.format(new Date(iso)) : '');

/** What Finish will do, with exact numbers. */
export function finishSentence({ counts }: Load, creates: number): string {
  const updates = counts.selected - creates;
  const parts = [
    creates > 0 && `create ${count(creates, 'user')}`,
    updates > 0 && `update ${creates > 0 ? number(updates) : count(updates, 'user')}`,
    counts.emails > 0 && `send ${count(counts.emails, 'email')}`,
  ].filter((part) => typeof part === 'string');
  const unticked = counts.create + counts.update - counts.selected;
  const left = [
    counts.invalid > 0 &&
      `${count(counts.invalid, 'row')} with errors ${counts.invalid === 1 ? 'is' : 'are'} left out`,
    unticked > 0 && `${count(unticked, 'row')} ${unticked === 1 ? 'is' : 'are'} unticked`,
  ].filter((part) => typeof part === 'string');
  const does = parts.join(', ');
  return `${does.charAt(0).toUpperCase()}${does.slice(1)}${left.length > 0 ? `; ${left.join(', ')}` : ''}.`;
}

const PROBLEMS: Record<string, string> = {
  REQUIRED: 'Required cell is empty',
  PROFILE_TYPE_INVALID: 'Profile type',
  INTERNAL_ID_INVALID: 'Damaged Internal ID',
  EMAIL_INVALID: 'E-mail address',
  NAME_INVALID: 'Name',
  OFFICE_UNKNOWN: 'Unknown office',
  OFFICE_AMBIGUOUS: 'Ambiguous office',
  STATUS_INVALID: 'Status',
  PHONE_INVALID: 'Phone number',
  PHONE_COUNTRY_INVALID: 'Phone country',
  NUMBER_INVALID: 'Number',
  DATE_INVALID: 'Date',
  YES_NO_INVALID: 'Yes or no',
  OPTION_INVALID: 'Option',
  TOO_LONG: 'Too long',
  CONTROL_CHARACTER: 'Invisible character',
  TOO_MANY_CELLS: 'Too many cells',
  DUPLICATE_IN_FILE: 'Twice in the file',
  MATCH_CONFLICT: 'Two different users',
  NO_SUCH_USER: 'No such user',
  PROTECTED_USER: 'Protected user',
  SPREADSHEET_ERROR: 'Spreadsheet error',
  USER_DELETED: 'Deleted user',
  USER_REVIVED: 'Deleted user comes back',
  PERSON_REPLACED: 'Another person',
  POSSIBLE_DUPLICATE: 'Possible duplicate',
  PLACEHOLDER: 'Placeholder',
  TEXT_DAMAGED: 'Damaged text',
  SERVER_ERROR: 'Could not be checked',
};

/** The name of a kind of problem. A host's own codes stay as they are. */
export const problemName = (code: string): string =>
  PROBLEMS[code] ?? code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');

export const statusName: Record<Load['status'], string> = {
  STAGING: 'Being checked',
  STAGED: 'In review',
  FINISHING: 'Being finished',
  FINISHED: 'Finished',
  REJECTED: 'Refused',
  DISCARDED: 'Discarded',
};
