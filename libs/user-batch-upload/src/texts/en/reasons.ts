import { formatsIn } from '../formats.js';
import type { ReasonParams, TextsOf } from '../parameters.js';

const { quoted } = formatsIn('en');

const AGAIN =
  'Press Fix on the page of this load, or upload the row again, to see what it would do now.';
const CORRECT =
  'Press Fix on the page of this load and correct the row there, or upload the corrected row.';

const shown = (value: string): string => (value === '' ? 'empty' : quoted(value));

/** Why Finish did not write a row. A reason states the facts of now, never who changed them. */
export const reasons: TextsOf<ReasonParams> = {
  UNTICKED: () => 'Unticked.',
  HAS_PROBLEMS: () => 'Has problems.',
  ALREADY_SO: ({ user }) => `${user} already has these values.`,
  USER_GONE: () => 'The user no longer exists.',
  VALUE_CHANGED: ({ column, user, from, now }) =>
    `${column} of ${user} was ${shown(from)} at the review and is ${shown(now)} now, so it was not overwritten. ${AGAIN}`,
  KEY_MOVED: ({ column, key, user, holder }) =>
    `The ${column} ${quoted(key)} belongs to ${holder} now. At the review it belonged to ${user}. ${AGAIN}`,
  KEY_LOST: ({ column, key, user }) =>
    `${user} no longer has the ${column} ${quoted(key)}, by which this row found them at the review. ${AGAIN}`,
  KEY_TAKEN: ({ column, key, holder }) =>
    `The ${column} ${quoted(key)} was given to ${holder} after the review. ${AGAIN}`,
  KEY_TAKEN_JUST_NOW: ({ column }) =>
    `The ${column} was given to another user after the review. ${AGAIN}`,
  LAST_NAME_GONE: ({ user }) =>
    `The Last Name of ${user} was removed after the review, and an Individual needs one. ${CORRECT}`,
  OFFICE_GONE: ({ office, officeLabel }) =>
    `There is no ${officeLabel} named ${quoted(office)} any more: it was renamed or removed after the review. ${CORRECT}`,
  OFFICE_OF_USER_GONE: ({ office, officeLabel, user }) =>
    `The ${officeLabel} ${quoted(office)}, which ${user} had at the review, was renamed or removed. ${AGAIN}`,
  OFFICE_AMBIGUOUS: ({ office, officeLabel }) =>
    `More than one ${officeLabel} is named ${quoted(office)} now. Give them different names in the platform, then press Fix on the page of this load, or upload the row again.`,
  FIELD_GONE: ({ label }) =>
    `There is no custom field ${quoted(label)} any more: it was renamed or removed after the review. Download the current template and upload the row again.`,
  FIELD_REQUIRED: ({ label, isNew }) =>
    isNew
      ? `The custom field ${quoted(label)} is required now and was not in the template of this file. Download the current template and upload the row again.`
      : `The custom field ${quoted(label)} became required after the review, and this row has no value for it. ${CORRECT}`,
  OPTION_GONE: ({ label, option }) =>
    `${quoted(option)} is not an option of ${quoted(label)} any more: it was renamed or removed after the review. ${CORRECT}`,
  VALUE_REFUSED: ({ label, value }) =>
    `The custom field ${quoted(label)} was changed after the review and does not take ${quoted(value)}. ${CORRECT}`,
  MORE_RIGHTS: ({ user }) =>
    `${user} has a higher rank than the admin who finished this load, or a permission that the admin lacks.`,
  ROLE_NOT_ALLOWED: () => 'Whoever finished this load may no longer give its role.',
  OWN_RECORD: () =>
    'This is the record of the admin who finished this load: nobody changes their own email or status here.',
  LAST_ADMINISTRATOR: () => 'No active administrator would be left.',
  RIGHTS_LOST: () => 'Whoever finished this load may no longer use batch upload.',
  NOT_SAVED: () => 'The platform could not save this user. Try this row again later.',
};
