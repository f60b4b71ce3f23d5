import { formatsIn } from '../formats.js';
import type { TextsOf } from '../parameters.js';
import { pluralIn } from '../plural.js';
import type { RefusalParams, RequestFault, UploadFault } from '../refusal-parameters.js';
import { fileRefusals } from './file-refusals.js';

const { number } = formatsIn('en');
const plural = pluralIn('en');

const quoted = (name: string): string => `“${name}”`;

/** Names in quotes, and how many more there are. */
const listed = (names: readonly string[], more: number): string =>
  names.map(quoted).join(', ') + (more > 0 ? ` and ${number(more)} more` : '');

const UPLOAD_FIELDS = 'Send roleId, file and, if need be, encoding, sheet and mapping, each once.';

export function uploadFault(fault: UploadFault): string {
  switch (fault.why) {
    case 'no-form':
      return 'Send the file as multipart/form-data, with the fields roleId and file.';
    case 'broken':
      return `The upload is not as expected (${fault.technical}). ${UPLOAD_FIELDS}`;
    case 'name-length':
      return `The file’s name has ${number(fault.length)} characters; at most ${number(fault.limit)} are allowed. Rename the file.`;
    case 'name-control':
      return 'The file’s name has control characters, such as a line break. Rename the file.';
    case 'foreign':
      return `The upload has parts that do not belong: ${fault.names.join(', ') || 'a field given twice'}. ${UPLOAD_FIELDS}`;
    case 'control-characters':
      return 'A field of the upload has control characters, such as a line break. Send roleId, encoding and sheet without them.';
    case 'encoding':
      return `There is no encoding ${quoted(fault.encoding)}. Send a name of the WHATWG Encoding Standard, such as utf-8, utf-16le, windows-1252, windows-1251, shift_jis or gb18030.`;
    case 'no-sheets':
      return 'Only a workbook has sheets, and this file is not one. Upload it without a sheet.';
    case 'no-sheet':
      return `The workbook has no sheet ${quoted(fault.sheet)}. It has ${listed(fault.sheets, fault.more)}.`;
    case 'mapping':
      return 'The mapping must be a JSON object from a header of the file to a column of the template, or to null to ignore it, such as {"Surname":"Last Name","Shoe Size":null}.';
    case 'mapped-twice':
      return `The mapping does not fit the file: ${fault.headers.map(quoted).join(' and ')} would both be ${fault.column}.`;
    case 'no-header':
      return `The mapping does not fit the file: it has no column ${quoted(fault.name)}. Its columns are ${listed(fault.names, fault.more)}.`;
    case 'no-column':
      return `The mapping does not fit the file: ${quoted(fault.name)} is not a column of the template. Its columns are ${listed(fault.names, fault.more)}.`;
  }
}

function requestFault(fault: RequestFault): string {
  switch (fault.why) {
    case 'nul':
      return 'This request has a NUL character (U+0000) in a text. Remove it.';
    case 'not-object':
      return 'The body of this request must be a JSON object.';
    case 'levels':
      return `This request nests objects or lists more than ${number(fault.most)} levels deep. Send the fields that this route takes, as its documentation shows them.`;
    case 'values':
      return `This request has more than ${number(fault.most)} values. Send fewer at once.`;
    case 'name':
      return `A field must not be named ${fault.name}. Leave it out, or rename it.`;
    case 'takes-none':
      return `This request takes no ${fault.names.join(', ')}. Leave it out.`;
    case 'ticks':
      return 'Send selected, email, or both, each true or false.';
    case 'ticks-or-cells':
      return 'Send selected or email, each true or false, or cells by column.';
  }
}

/** The detail of each refusal: what is wrong with the request, and what to do. */
export const refusals: TextsOf<RefusalParams> = {
  ...fileRefusals,
  UPLOAD_INVALID: uploadFault,
  VALIDATION: requestFault,
  ROLE_MISSING: () => 'There is no role. Choose the role for new users.',
  ROLE_UNKNOWN: () =>
    'This role does not exist, or is not yours to give. Choose one of the roles offered.',
  UNAUTHENTICATED: () => 'You are not signed in. Sign in and try again.',
  FORBIDDEN: ({ who }) =>
    who === 'you'
      ? 'You may not use batch upload. Ask an administrator for the permission.'
      : 'Whoever uploaded this file may no longer use batch upload. Upload it again as someone who may.',
  CROSS_SITE: () =>
    'This request came from another site. Open the page of this platform and try again there.',
  LOAD_NOT_YOURS: ({ maker }) =>
    `${maker} uploaded this load and may do more than you. Only they, or an administrator who has their rank and permissions, may change, finish or discard it.`,
  LOAD_NOT_FOUND: () =>
    'There is no such load. Go back to Batch Upload and choose one of the past loads.',
  ROW_NOT_FOUND: ({ line }) =>
    `This load has no row that starts on line ${line}. Look at its rows again, and choose one of them.`,
  FIX_NOT_FOUND: () =>
    'This load has no such fix. Perhaps it was undone already; look at the rows again.',
  LOAD_NOT_STAGED: ({ status }) =>
    status === 'RECEIVING' || status === 'STAGING'
      ? 'This load is still being checked. Wait until it is open for review.'
      : `This load is ${status.toLowerCase()} and no longer in review. Upload the file again.`,
  LOAD_FINISHING: () =>
    'This load is being finished; its rows can no longer be changed. Wait for the result.',
  LOAD_CHANGED: () =>
    'Somebody has changed this load since you looked at it, perhaps you yourself in another window. Look at the rows again, then repeat what you did.',
  LOAD_NOT_FINISHED: ({ what }) =>
    what === 'events'
      ? 'The load is not finished. Its events are delivered when it is.'
      : 'This load is not finished. Wait until it is finished, then fix the rows that were left out.',
  NOTHING_SELECTED: ({ what }) =>
    what === 'finish'
      ? 'No row is ticked, so there is nothing to do. Tick at least one row, or discard the load.'
      : 'Every row of this load was written, unchanged or unticked, so there is nothing to fix.',
  ROLE_NOT_ALLOWED: ({ what, role }) =>
    `You may not give the role ${role}. Ask an administrator who has its rank and permissions to ${what === 'finish' ? 'finish this load, or upload the file again with another role' : 'fix these rows'}.`,
  ROW_NOT_SELECTABLE: ({ line, why }) =>
    why === 'errors'
      ? `Line ${line} has no box because it has errors. Correct its cells in the review, and it gets one; or correct the file and upload it again.`
      : `Line ${line} has no box: it would change nothing, so there is nothing to write.`,
  EMAIL_NOT_ALLOWED: ({ line, why }) =>
    why === 'no-box'
      ? `Line ${line} has no Email box: it neither creates a user, nor brings one back, nor changes an email address.`
      : `Line ${line} is unticked, so its user would not change and there is nothing to email. Tick Create or Update first.`,
  CELL_NOT_EDITABLE: ({ column }) =>
    column === ''
      ? 'This problem is about the whole row, not about one cell. Correct it in the file and upload it again.'
      : `This load has no column ${column}. Only cells of its own columns can be edited.`,
  REPORT_PURGED: ({ what }) =>
    ({
      events:
        'The cells of this load were deleted after the retention period, so its events can’t be delivered again.',
      report:
        'The cells of this load were deleted after the retention period; only its counts and outcomes are left.',
      again:
        'The cells of this load were deleted after the retention period, so its rows can no longer be fixed here. Upload them again.',
    })[what],
  LOADS_TOO_MANY: ({ loads, isTooMany }) =>
    `${plural(loads, { one: '# uploaded file waits', other: '# uploaded files wait' })} for review, ${isTooMany ? 'which is the limit' : 'and this one is too large to add to them'}. Finish or discard one of the past loads, then upload this file again.`,
  STORAGE_FULL: () =>
    'There is no room left to store this. Nothing of this request was kept; what is stored can still be read. Ask whoever runs the platform to make room, then try again.',
  UNAVAILABLE: ({ kind }) =>
    kind === 'read-only'
      ? 'The platform can read at the moment, but not store anything. Nothing of this request was kept. Try again later, or ask whoever runs the platform.'
      : 'The platform can’t reach its storage at the moment. Nothing of this request was kept. Please try again in a minute.',
  SERVER_ERROR: ({ what }) =>
    what === 'request'
      ? 'Something went wrong on our side. Nothing of this request was kept; please try again.'
      : 'Something went wrong on our side while the file was being checked. Please upload it again.',
};
