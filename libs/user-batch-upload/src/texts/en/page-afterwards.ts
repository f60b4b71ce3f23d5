import { pluralIn } from '../plural.js';

const plural = pluralIn('en');
const rows = (count: number) => plural(count, { one: '# row', other: '# rows' });

/** The progress of a load, its outcome, messages that were not delivered, and past loads. */
export const afterwards = {
  checking: (file: string, done: string, total: string) =>
    `Checking ${file}: ${done} of ${total} rows.`,
  checkingRows: 'Checking the rows',
  finishing: (file: string, done: string, total: string) =>
    `Finishing ${file}: ${done} of ${total} rows.`,
  finishingRows: 'Finishing the rows',
  leave: 'You can leave this page. The work continues.',

  discarded: 'This load was discarded. No user was changed.',
  finished: (file: string, role: string, time: string) =>
    `${file} · role ${role} · finished ${time}`,
  invitations: (sent: string, asked: string) => `Invitations: sent ${sent} of ${asked}.`,
  invitationsFailed: (sent: string, asked: string, failed: string) =>
    `Invitations: sent ${sent} of ${asked}, ${failed} failed.`,
  purged: (time: string) =>
    `The cells of this load were deleted on ${time}. Counts and outcomes are kept.`,
  fix: (count: number) => `Fix ${rows(count)}`,
  downloadToFix: (count: number) => `Download ${rows(count)} to fix`,
  downloadAll: 'Download all rows',
  created: (count: string) => `${count} created`,
  updated: (count: string) => `${count} updated`,
  hadErrors: (count: string) => `${count} had errors`,
  inConflict: (count: string) => `${count} in conflict`,
  failed: (count: string) => `${count} failed`,
  notIncluded: (count: string) => `${count} not included`,
  unchanged: (count: string) => `${count} unchanged`,
  rowsInAll: (count: number) => `${rows(count)} in all`,
  outcomes: {
    CREATED: 'Created',
    UPDATED: 'Updated',
    UNCHANGED: 'Unchanged',
    SKIPPED: 'Not included',
    CONFLICT: 'Conflict',
    FAILED: 'Failed',
  },
  rowHadErrors: 'Had errors',

  notDelivered: 'Not delivered',
  undelivered: (count: number) =>
    plural(count, {
      one: '# message, such as an invitation, could not be delivered. The users are saved.',
      other: '# messages, such as invitations, could not be delivered. The users are saved.',
    }),
  wholeLoad: 'Whole load',
  line: (line: number) => `Line ${line}`,
  more: (count: string) => `and ${count} more`,
  sendAgain: 'Send again',
  willBeSent: (count: number) =>
    plural(count, {
      one: '# message will be sent again now.',
      other: '# messages will be sent again now.',
    }),

  pastLoads: 'Past loads',
  loading: 'Loading past loads…',
  noneMatches: 'No load matches.',
  none: 'No files yet. Download the template, fill in a row for each user, and submit it above.',
  loadsToShow: 'Past loads to show',
  person: 'Person',
  everybody: 'Everybody',
  state: 'State',
  everyState: 'Every state',
  newestFirst: 'Past loads, newest first',
  file: 'File',
  whoAndWhen: 'Who and when',
  result: 'Result',
  withErrors: (count: string) => `${count} with errors`,
  rows,
  continueReview: (rows: string) => `${rows}: continue review`,
};
