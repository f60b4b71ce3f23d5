import type { InternalIdDamage } from '../columns/internal-id.js';
import { withMarks } from '../columns/invisible-characters.js';
import type { ProblemCode } from './problem.js';

/** The parameters of each message. `value` is the cell as read. */
interface MessageParams {
  REQUIRED: { column: string } & (
    | { why: string }
    /** The row looks like an update of nobody. `columns`: all that a create needs and the row lacks. */
    | { unknownEmail: string; columns: readonly string[] }
  );
  PROFILE_TYPE_INVALID: { value: string };
  INTERNAL_ID_INVALID: { value: string; damage: InternalIdDamage | 'doubt' };
  EMAIL_INVALID: { value: string };
  NAME_INVALID: { value: string; column: string };
  OFFICE_UNKNOWN: { value: string; officeLabel: string };
  OFFICE_AMBIGUOUS: { value: string; count: number; officeLabel: string };
  STATUS_INVALID: { value: string; isCreate: boolean; isDeleted: boolean };
  PHONE_INVALID: { value: string; damage?: 'scientific' | 'lost-zero' };
  PHONE_COUNTRY_INVALID: { value: string };
  NUMBER_INVALID: { value: string; damage?: 'scientific' | 'ambiguous' };
  DATE_INVALID: { value: string; damage?: 'serial' | 'ambiguous' | 'no-such-day' | 'year' };
  YES_NO_INVALID: { value: string };
  OPTION_INVALID: { value: string; options: readonly string[] };
  TOO_LONG: { value: string; length: number; limit: number };
  CONTROL_CHARACTER: { value: string; damaged?: boolean };
  SPREADSHEET_ERROR: { value: string };
  TOO_MANY_CELLS: { count: number; value: string };
  DUPLICATE_IN_FILE: {
    what: 'user' | 'e-mail' | 'Internal ID';
    lines: readonly number[];
    more: number;
  };
  MATCH_CONFLICT:
    | { kind: 'two-users'; internalId: string; byInternalId: string; byEmail: string }
    | { kind: 'other-internal-id'; internalId: string; byEmail: string; theirInternalId: string };
  NO_SUCH_USER: { value: string; near?: string };
  PROTECTED_USER: { reason: 'more-rights' | 'own-record' | 'last-administrator' };
  USER_DELETED: { name: string };
  USER_REVIVED: { name: string; role: string };
  PERSON_REPLACED: { before: string; after: string; isOther: boolean };
  /** Without a name: a user whom the admin may not change. */
  POSSIBLE_DUPLICATE: { same: 'Internal ID' | 'person'; name?: string; internalId?: string };
  PLACEHOLDER: { value: string; column: string; before?: string };
  SERVER_ERROR: { rule: string };
  TEXT_DAMAGED: { value: string; kind: 'encoding' | 'entity' | 'lost-letter'; repaired?: string };
}

const SHOWN_CHARACTERS = 60;
const SHOWN_OPTIONS = 10;

/** What can't be seen is shown as ␣, so that a text is never quoted against one that looks the same. */
function quoted(value: string): string {
  // Only the first characters are split: a cell may be very long, and a character takes at most two units.
  const characters = Array.from(value.slice(0, 2 * (SHOWN_CHARACTERS + 1)));
  return characters.length > SHOWN_CHARACTERS
    ? `“${withMarks(characters.slice(0, SHOWN_CHARACTERS).join(''))}…”`
    : `“${withMarks(value)}”`;
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' });
const allOf = (names: readonly string[]): string => lists.format(names);

const SCIENTIFIC =
  'a spreadsheet has turned it into scientific notation and lost digits. Format the column as text and enter the original again.';

/** What is wrong with an e-mail, where that is one character. */
function emailFault(value: string): string {
  const [wrong] = /[^\w.!#$%&'*+/=?^`{|}~@-]/u.exec(value) ?? [];
  if (wrong !== undefined) {
    if (/\s/.test(wrong)) return ': it has a space';
    // One from another script may look like a Latin letter.
    return /\p{L}/u.test(wrong)
      ? `: “${wrong}” is not one of the letters a to z, even where it looks like one`
      : `: it has “${wrong}”`;
  }
  const signs = value.split('@').length - 1;
  return signs === 1 ? '' : signs === 0 ? ': it has no @' : ': it has more than one @';
}

/** The message of each problem: what is wrong and what to do. Translations start here. */
const MESSAGES: { [Code in ProblemCode]: (params: MessageParams[Code]) => string } = {
  REQUIRED: (params) =>
    'why' in params
      ? `${params.column} is empty, but needed ${params.why}. Fill it in.`
      : `No user has the e-mail ${quoted(params.unknownEmail)}, so this row would create one. To update a user, correct the e-mail. To create one, fill in ${allOf(params.columns)}.`,
  PROFILE_TYPE_INVALID: ({ value }) =>
    `${quoted(value)} is not a profile type. Enter 1 for an Individual or 2 for a Facility.`,
  INTERNAL_ID_INVALID: ({ value, damage }) =>
    ({
      scientific: `${quoted(value)} is no longer an Internal ID: ${SCIENTIFIC}`,
      decimal: `${quoted(value)} has decimals that a spreadsheet or an export added to a number; leading zeros may be gone too. Enter the Internal ID as the platform shows it.`,
      date: `${quoted(value)} is a date: a spreadsheet has put it in the place of the Internal ID. Format the column as text and enter the Internal ID again.`,
      apostrophe: `${quoted(value)} starts with an apostrophe, which a spreadsheet uses to mark text. Enter the Internal ID without it.`,
      placeholder: `${quoted(value)} stands for nothing and can’t be an Internal ID. Leave the cell blank, or enter the user’s own ID.`,
      doubt: `${quoted(value)} may be a number that a spreadsheet has shortened. If this is the Internal ID as it should be, leave it.`,
    })[damage],
  EMAIL_INVALID: ({ value }) =>
    `${quoted(value)} is not an e-mail address${emailFault(value)}. Enter one like name@example.com.`,
  NAME_INVALID: ({ value, column }) =>
    `${quoted(value)} has no letter or digit. Enter the ${column} of the user.`,
  OFFICE_UNKNOWN: ({ value, officeLabel }) =>
    `${quoted(value)} is not the name of any ${officeLabel}. Enter the name exactly as it is in the platform.`,
  OFFICE_AMBIGUOUS: ({ value, count, officeLabel }) =>
    `${quoted(value)} is the name of more than one ${officeLabel} (${count}). Give them different names in the platform, then upload again.`,
  STATUS_INVALID: ({ value, isCreate, isDeleted }) => {
    if (!isCreate) return `${quoted(value)} is not a status. Enter ACTIVE, INACTIVE or DELETED.`;
    const wrong = isDeleted ? 'A new user can’t be DELETED.' : `${quoted(value)} is not a status.`;
    return `${wrong} Enter ACTIVE or INACTIVE, or leave it empty for INACTIVE.`;
  },
  PHONE_INVALID: ({ value, damage }) => {
    if (damage === 'scientific')
      return `${quoted(value)} is not a phone number any more: ${SCIENTIFIC}`;
    if (damage === 'lost-zero')
      return `${quoted(value)} has 9 digits; a spreadsheet may have dropped a leading zero. Enter exactly 10 digits.`;
    return `${quoted(value)} is not a phone number of exactly 10 digits. Leave out spaces, signs and the country code.`;
  },
  PHONE_COUNTRY_INVALID: ({ value }) =>
    `${quoted(value)} is not a country code. Enter the three letters of ISO 3166, such as USA or CAN.`,
  NUMBER_INVALID: ({ value, damage }) => {
    if (damage === 'scientific')
      return `${quoted(value)} is not the original number: ${SCIENTIFIC}`;
    if (damage === 'ambiguous')
      return `${quoted(value)} can be read as two different numbers: its comma may stand before thousands or before decimals. Enter digits, with a period before decimals.`;
    return `${quoted(value)} is not a number. Enter digits, with a period before decimals.`;
  },
  DATE_INVALID: ({ value, damage }) => {
    if (damage === 'serial')
      return `${quoted(value)} is a day count: a spreadsheet has replaced the date. Format the column as text and enter the date as YYYY-MM-DD.`;
    if (damage === 'year')
      return `${quoted(value)} is not in the years 1000 to 9999. Enter the date as YYYY-MM-DD, with a year of four digits.`;
    if (damage === 'no-such-day')
      return `There is no day ${quoted(value)}. Enter a date that exists, as YYYY-MM-DD.`;
    if (damage === 'ambiguous')
      return `${quoted(value)} can be read as two different days. Enter the date as YYYY-MM-DD.`;
    return `${quoted(value)} is not a date. Enter it as YYYY-MM-DD.`;
  },
  YES_NO_INVALID: ({ value }) => `${quoted(value)} is neither yes nor no. Enter Yes or No.`,
  OPTION_INVALID: ({ value, options }) => {
    const more = options.length - SHOWN_OPTIONS;
    const named =
      options.slice(0, SHOWN_OPTIONS).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return `${quoted(value)} is not one of the options. Enter exactly one of: ${named}.`;
  },
  TOO_LONG: ({ value, length, limit }) =>
    `${quoted(value)} has ${length} characters; at most ${limit} are kept. Shorten it.`,
  CONTROL_CHARACTER: ({ value, damaged }) =>
    damaged
      ? `${quoted(value)} was damaged before it came here: � stands for a lost character. Enter it again.`
      : `${quoted(value)} has an invisible character or a line break (shown as ␣). Remove it, or type the cell again.`,
  SPREADSHEET_ERROR: ({ value }) =>
    `${quoted(value)} is a spreadsheet’s error, not a value: a formula or look-up failed. Enter the value itself, or leave the cell blank.`,
  TOO_MANY_CELLS: ({ count, value }) =>
    `The row has ${count} filled ${count === 1 ? 'cell' : 'cells'} to the right of the last column: ${quoted(value)}. Move the text into its column; a cell with a comma must be in quotes.`,
  DUPLICATE_IN_FILE: ({ what, lines, more }) => {
    const others = lines.join(', ') + (more > 0 ? ` and ${more} more` : '');
    const where = lines.length + more === 1 ? `line ${others}` : `lines ${others}`;
    const same = what === 'user' ? 'would touch the same user' : `would give the same ${what}`;
    return `This row and ${where} ${same}. Keep one of them.`;
  },
  MATCH_CONFLICT: (params) =>
    params.kind === 'two-users'
      ? `The Internal ID belongs to ${params.byInternalId}, the e-mail to ${params.byEmail}. If one of them is wrong, correct it. If both are right, because the e-mail moves to ${params.byInternalId}: first give ${params.byEmail} another e-mail in an upload of its own, then upload this row again.`
      : `The e-mail belongs to ${params.byEmail}, whose Internal ID is ${quoted(params.theirInternalId)}, not ${quoted(params.internalId)}. If one of them is wrong, correct it. If both are right, because somebody new gets this e-mail: first give ${params.byEmail} another e-mail in an upload of its own, then upload this row again.`,
  NO_SUCH_USER: ({ value, near }) =>
    near === undefined
      ? `No user has the Internal ID ${quoted(value)}. Correct it, or add an Email Address to create the user.`
      : `No user has the Internal ID ${quoted(value)}, but one has ${quoted(near)}. Enter the Internal ID as the platform has it.`,
  PROTECTED_USER: ({ reason }) =>
    ({
      'more-rights':
        'This user has a higher rank than you, or a permission that you don’t have, so you can’t change them. Ask an administrator who has both.',
      'own-record':
        'This is your own record: you can’t change your e-mail or status here. Ask another administrator.',
      'last-administrator':
        'No active administrator would be left. Make another user an active administrator first.',
    })[reason],
  USER_DELETED: ({ name }) =>
    `${name} is DELETED and stays so. Write ACTIVE or INACTIVE into Profile Status to bring this user back.`,
  USER_REVIVED: ({ name, role }) =>
    `${name} was DELETED and comes back, with the role ${role}. If this row is about somebody else, correct the Internal ID or the e-mail.`,
  PERSON_REPLACED: ({ before, after, isOther }) =>
    isOther
      ? `${before} would get the name of another user of this file, ${after}. Names may have moved to other rows; check this row.`
      : `E-mail and name change at once: ${before} would become ${after}. If this is another person, remove or correct the Internal ID.`,
  POSSIBLE_DUPLICATE: ({ same, name, internalId }) => {
    const what =
      same === 'person'
        ? 'the same name and phone'
        : `nearly the same Internal ID${internalId ? `, ${quoted(internalId)}` : ''}`;
    if (name === undefined)
      return `A user whom you may not change has ${what}. Ask an administrator before you create another.`;
    const key = internalId
      ? `the Internal ID ${quoted(internalId)}`
      : 'the e-mail that the user has';
    return `${name} has ${what}. If this is the same person, enter ${key}; otherwise this row creates another user.`;
  },
  PLACEHOLDER: ({ value, column, before }) =>
    before === undefined
      ? `${quoted(value)} would be kept as the ${column}. Enter the name, or untick the row.`
      : `${quoted(value)} would replace ${quoted(before)}. Leave the cell blank to keep what is there.`,
  SERVER_ERROR: ({ rule }) =>
    `Something went wrong on our side while this row was checked (${rule}). Upload the row again later, and tell whoever runs the platform if it happens again.`,
  TEXT_DAMAGED: ({ value, kind, repaired }) => {
    if (kind === 'lost-letter')
      return `${quoted(value)} has a question mark inside a word; a letter may have been lost. Enter it again if so.`;
    const why =
      kind === 'encoding'
        ? 'the file was saved in another encoding than it was read'
        : 'it was copied from a web page';
    return `${quoted(value)} looks damaged: ${why}. It may mean ${quoted(repaired ?? '')}.`;
  },
};

export function problemMessage<Code extends ProblemCode>(
  code: Code,
  params: MessageParams[Code],
): string {
  return MESSAGES[code](params);
}
