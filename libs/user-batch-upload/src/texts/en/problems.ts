import { emailFault } from '../email-fault.js';
import { formatsIn } from '../formats.js';
import type { ProblemParams, TextsOf } from '../parameters.js';
import { pluralIn } from '../plural.js';

const { allOf, number, quoted } = formatsIn('en');
const plural = pluralIn('en');

const SHOWN_OPTIONS = 10;

const SCIENTIFIC =
  'a spreadsheet has turned it into scientific notation and lost digits. Format the column as text and enter the original again.';

/** Of the address in quotes, which comes before it. */
function whyNoEmail(value: string): string {
  const fault = emailFault(value);
  switch (fault?.kind) {
    case 'space':
      return ': it has a space';
    case 'letter':
      return `: “${fault.wrong}” is not one of the letters a to z, even where it looks like one`;
    case 'sign':
      return `: it has “${fault.wrong}”`;
    case 'domain-sign':
      return `: it has “${fault.wrong}” behind the @`;
    case 'period':
      return ': it has a period where none can be';
    case 'no-at':
      return ': it has no @';
    case 'more-at':
      return ': it has more than one @';
    case undefined:
      return '';
  }
}

/** The message of each problem of a row: what is wrong, and what to do. */
export const problems: TextsOf<ProblemParams> = {
  REQUIRED: (params) =>
    'why' in params
      ? `${params.column} is empty, but needed ${params.why === 'create' ? 'to create a user' : 'for an Individual (Profile Type ID 1)'}. Fill it in.`
      : `No user has the email ${quoted(params.unknownEmail)}, so this row would create one. To update a user, correct the email. To create one, fill in ${allOf(params.columns)}.`,
  PROFILE_TYPE_INVALID: ({ value }) =>
    `${quoted(value)} is not a profile type. Enter 1 for an Individual or 2 for a Facility.`,
  INTERNAL_ID_INVALID: ({ value, damage }) =>
    ({
      scientific: `${quoted(value)} is no longer an Internal ID: ${SCIENTIFIC}`,
      decimal: `${quoted(value)} has decimals that a spreadsheet or an export added to a number; leading zeros may be gone too. Enter the Internal ID as the platform shows it.`,
      date: `${quoted(value)} is a date: a spreadsheet has replaced the Internal ID with it. Format the column as text and enter the Internal ID again.`,
      apostrophe: `${quoted(value)} starts with an apostrophe, which a spreadsheet uses to mark text. Enter the Internal ID without it.`,
      placeholder: `${quoted(value)} is a placeholder, not an Internal ID. Leave the cell blank, or enter the user’s own ID.`,
      doubt: `${quoted(value)} may be a number that a spreadsheet has shortened. If this is the right Internal ID, leave it.`,
    })[damage],
  EMAIL_INVALID: ({ value }) =>
    `${quoted(value)} is not an email address${whyNoEmail(value)}. Enter one like name@example.com.`,
  NAME_INVALID: ({ value, column }) =>
    `${quoted(value)} has no letter or digit. Enter the ${column} of the user.`,
  OFFICE_UNKNOWN: ({ value, officeLabel }) =>
    `${quoted(value)} is not the name of any ${officeLabel}. Enter the name exactly as it is in the platform.`,
  OFFICE_AMBIGUOUS: ({ value, count, officeLabel }) =>
    `${quoted(value)} is the name of more than one ${officeLabel} (${number(count)}). Give them different names in the platform, then upload again.`,
  STATUS_INVALID: ({ value, isCreate, isDeleted }) => {
    if (!isCreate) return `${quoted(value)} is not a status. Enter ACTIVE, INACTIVE or DELETED.`;
    const wrong = isDeleted ? 'A new user can’t be DELETED.' : `${quoted(value)} is not a status.`;
    return `${wrong} Enter ACTIVE or INACTIVE, or leave it empty for INACTIVE.`;
  },
  PHONE_INVALID: ({ value, damage }) => {
    if (damage === 'scientific')
      return `${quoted(value)} is no longer a phone number: ${SCIENTIFIC}`;
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
      options.slice(0, SHOWN_OPTIONS).join(', ') + (more > 0 ? ` and ${number(more)} more` : '');
    return `${quoted(value)} is not one of the options. Enter one of these exactly: ${named}.`;
  },
  TOO_LONG: ({ value, length, limit }) =>
    `${quoted(value)} has ${number(length)} characters; at most ${number(limit)} are allowed. Shorten it.`,
  CONTROL_CHARACTER: ({ value, damaged }) =>
    damaged
      ? `${quoted(value)} was damaged before the upload: � stands for a lost character. Enter it again.`
      : `${quoted(value)} has an invisible character or a line break (shown as ␣). Remove it, or type the cell again.`,
  SPREADSHEET_ERROR: ({ value }) =>
    `${quoted(value)} is a spreadsheet’s error, not a value: a formula or look-up failed. Enter the value itself, or leave the cell blank.`,
  TOO_MANY_CELLS: ({ count, value }) =>
    `The row has ${plural(count, { one: '# filled cell', other: '# filled cells' })} to the right of the last column: ${quoted(value)}. Move the text into its column; in a text file, a cell that contains the separator must be in quotes.`,
  DUPLICATE_IN_FILE: ({ what, lines, more }) => {
    const others = lines.join(', ') + (more > 0 ? ` and ${number(more)} more` : '');
    const where = plural(lines.length + more, { one: 'line', other: 'lines' });
    const same = what === 'user' ? 'would change the same user' : `would give the same ${what}`;
    return `This row and ${where} ${others} ${same}. Keep one of them.`;
  },
  MATCH_CONFLICT: (params) => {
    const { byEmail, internalId } = params;
    const email = quoted(params.email);
    const [conflict, why] =
      params.kind === 'two-users'
        ? [
            `The Internal ID ${quoted(internalId)} belongs to ${params.byInternalId}, the email ${email} to ${byEmail}.`,
            `the email moves to ${params.byInternalId}`,
          ]
        : [
            `The email ${email} belongs to ${byEmail}, whose Internal ID is ${quoted(params.theirInternalId)}, not ${quoted(internalId)}.`,
            'somebody new gets this email',
          ];
    return `${conflict} If one of them is wrong, correct it. If both are right, because ${why}: first give ${byEmail} another email in a separate upload, then upload this row again.`;
  },
  NO_SUCH_USER: ({ value, near }) =>
    near === undefined
      ? `No user has the Internal ID ${quoted(value)}. Correct it, or add an Email Address to create the user.`
      : `No user has the Internal ID ${quoted(value)}, but one has ${quoted(near)}. Enter the Internal ID as the platform has it.`,
  PROTECTED_USER: ({ reason }) =>
    ({
      'more-rights':
        'This user has a higher rank than you, or a permission that you don’t have, so you can’t change them. Ask an administrator who has both.',
      'own-record':
        'This is your own record: you can’t change your email or status here. Ask another administrator.',
      'last-administrator':
        'No active administrator would be left. Make another user an active administrator first.',
    })[reason],
  USER_DELETED: ({ name }) =>
    `${name} stays DELETED. Enter ACTIVE or INACTIVE in Profile Status to bring this user back.`,
  USER_REVIVED: ({ name, role }) =>
    `${name} was DELETED and comes back, with the role ${role}. If this row is about somebody else, correct the Internal ID or the email.`,
  PERSON_REPLACED: ({ before, after, isOther }) =>
    isOther
      ? `${before} would get the name of another user of this file, ${after}. Names may have moved to other rows; check this row.`
      : `Email and name both change: ${before} would become ${after}. If this is another person, remove or correct the Internal ID.`,
  POSSIBLE_DUPLICATE: ({ same, name, internalId }) => {
    const what =
      same === 'person'
        ? 'the same name and phone'
        : `nearly the same Internal ID${internalId ? `, ${quoted(internalId)}` : ''}`;
    if (name === undefined)
      return `A user whom you may not change has ${what}. Ask an administrator before you create another.`;
    const key = internalId
      ? `the Internal ID ${quoted(internalId)}`
      : 'the email that the user has';
    return `${name} has ${what}. If this is the same person, enter ${key}; otherwise this row creates another user.`;
  },
  PLACEHOLDER: ({ value, column, before }) =>
    before === undefined
      ? `${quoted(value)} would be saved as the ${column}. Enter the name, or untick the row.`
      : `${quoted(value)} would replace ${quoted(before)}. Leave the cell blank to keep what is there.`,
  SERVER_ERROR: ({ rule }) =>
    `Something went wrong on our side while this row was checked (${rule}). Upload the row again later. If it happens again, contact the person who runs the platform.`,
  TEXT_DAMAGED: ({ value, kind, repaired }) => {
    if (kind === 'lost-letter')
      return `${quoted(value)} has a question mark inside a word; a letter may have been lost. Enter it again if so.`;
    const why =
      kind === 'encoding'
        ? 'the file was saved in a different encoding from the one it was read in'
        : 'it was copied from a web page';
    const advice = repaired === undefined ? 'Enter it again.' : `It may mean ${quoted(repaired)}.`;
    return `${quoted(value)} looks damaged: ${why}. ${advice}`;
  },
};
