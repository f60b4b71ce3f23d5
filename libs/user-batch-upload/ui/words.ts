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

/** The title of the page: what the load needs first. */
export function titleOf({ status, fileName, counts }: Load): string {
  if (status === 'STAGED' && counts.invalid > 0)
    return `${count(counts.invalid, 'row')} with errors · ${fileName}`;
  return `${statusName[status]} · ${fileName}`;
}

/** A review in one sentence. */
export function reviewSentence({ counts }: Load): string {
  const { create, update, invalid, unchanged } = counts;
  const parts = [
    invalid > 0 && `${count(invalid, 'row')} with errors`,
    `${number(create + update)} ready`,
    unchanged > 0 && `${number(unchanged)} unchanged`,
  ].filter((part) => typeof part === 'string');
  return `${parts.join(', ')}. Nothing has been changed yet.`;
}

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

/** What is wrong, as it follows the name of a column. */
const PROBLEMS: Record<string, string> = {
  REQUIRED: 'missing',
  PROFILE_TYPE_INVALID: 'not 1 or 2',
  INTERNAL_ID_INVALID: 'damaged',
  EMAIL_INVALID: 'not an email address',
  NAME_INVALID: 'no letter or digit',
  OFFICE_UNKNOWN: 'unknown',
  OFFICE_AMBIGUOUS: 'ambiguous',
  STATUS_INVALID: 'not a status',
  PHONE_INVALID: 'not 10 digits',
  PHONE_COUNTRY_INVALID: 'unknown code',
  NUMBER_INVALID: 'not a number',
  DATE_INVALID: 'not a date',
  YES_NO_INVALID: 'not Yes or No',
  OPTION_INVALID: 'not an option',
  TOO_LONG: 'too long',
  CONTROL_CHARACTER: 'invisible character',
  TOO_MANY_CELLS: 'too many cells',
  DUPLICATE_IN_FILE: 'twice in the file',
  MATCH_CONFLICT: 'two different users',
  NO_SUCH_USER: 'no such user',
  PROTECTED_USER: 'protected user',
  SPREADSHEET_ERROR: 'spreadsheet error',
  USER_DELETED: 'deleted user',
  USER_REVIVED: 'deleted user comes back',
  PERSON_REPLACED: 'another person',
  POSSIBLE_DUPLICATE: 'possible duplicate',
  PLACEHOLDER: 'placeholder',
  TEXT_DAMAGED: 'damaged text',
  SERVER_ERROR: 'could not be checked',
};

/** The name of a kind of problem, such as “Office: unknown”. A host's own codes stay as they are. */
export function kindName(code: string, column: string): string {
  const name = PROBLEMS[code] ?? code.toLowerCase().replaceAll('_', ' ');
  return column ? `${column}: ${name}` : name.charAt(0).toUpperCase() + name.slice(1);
}

export const statusName: Record<Load['status'], string> = {
  STAGING: 'Being checked',
  STAGED: 'In review',
  FINISHING: 'Being finished',
  FINISHED: 'Finished',
  REJECTED: 'Refused',
  DISCARDED: 'Discarded',
};

/** The result of a load, or how far it is. */
export function loadResult({ status, outcome, counts }: Load): string {
  const wrong = counts.invalid > 0 && `${number(counts.invalid)} with errors`;
  if (!outcome) {
    const rows = [count(counts.rows, 'row'), wrong].filter(Boolean).join(', ');
    return status === 'STAGED' ? `${rows}: continue review` : rows;
  }
  return [
    `${number(outcome.created)} created`,
    `${number(outcome.updated)} updated`,
    outcome.unchanged > 0 && `${number(outcome.unchanged)} unchanged`,
    counts.invalid > 0 && `${number(counts.invalid)} had errors`,
    outcome.skipped > counts.invalid && `${number(outcome.skipped - counts.invalid)} not included`,
    outcome.conflict > 0 && `${number(outcome.conflict)} in conflict`,
    outcome.failed > 0 && `${number(outcome.failed)} failed`,
  ]
    .filter(Boolean)
    .join(', ');
}
