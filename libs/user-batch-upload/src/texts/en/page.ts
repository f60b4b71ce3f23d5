import { afterwards } from './page-afterwards.js';
import { review } from './page-review.js';
import { upload } from './page-upload.js';

/** The frame of the page, its messages, and what several screens say. */
const frame = {
  batchUpload: 'Batch Upload',
  lead: 'Create or update many users from one file. You see what it would do before anything changes.',
  matchColumns: 'Match columns',
  loadNotFound: 'Load not found',
  loadNotOpened: 'Load not opened',
  openingLoad: 'Opening the load…',
  /** The heading of each state of a load. */
  headings: {
    STAGING: 'Checking the file',
    STAGED: 'File Load options',
    FINISHING: 'Finishing the load',
    FINISHED: 'Load finished',
    REJECTED: 'The file was refused',
    DISCARDED: 'Load discarded',
  },
  states: {
    STAGING: 'Being checked',
    STAGED: 'In review',
    FINISHING: 'Being finished',
    FINISHED: 'Finished',
    REJECTED: 'Refused',
    DISCARDED: 'Discarded',
  },
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  pageOf: (page: string, last: string) => `Page ${page} of ${last}`,
};

const messages = {
  signedOut: 'You are signed out.',
  signIn: 'Sign in',
  signInElsewhere: (signIn: string) =>
    `${signIn} in a new tab, then come back to this one. Your choices here are kept.`,
  unreachable: 'The platform can’t be reached.',
  offline: 'You are offline.',
  maybeUnsaved:
    'Your last change may not be saved. This page retries by itself and then shows the saved state.',
  slow: 'The platform is slow to respond. Please wait. This message disappears by itself.',
  finishedElsewhere: 'This load was finished in another tab or by another person.',
  wasDiscarded: (file: string) => `${file} was discarded. No user was changed.`,
  tryAgain: 'Try again',
  loadUnread: 'The load could not be read.',
  rowsUnread: 'The rows could not be read.',
  faultsUnread: 'The values that are wrong in several rows could not be read.',
  changeUnsaved: 'Your change was not saved.',
  notAccepted: 'The file was not accepted.',
  moveRows: 'Download the current template and move your rows into it.',
  noProperAnswer: 'The platform sent an unexpected response. Please try again.',
  pleaseTryAgain: 'Please try again.',
  fileChanged: (file: string) =>
    `${file} was changed, moved or deleted after you chose it, so the browser can’t read it. Choose the file again.`,
};

export const page = { frame, messages, upload, review, afterwards };

export type PageTexts = typeof page;
