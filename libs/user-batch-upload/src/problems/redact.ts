import { inspect } from 'node:util';

/** The bounds keep the search linear. */
const ADDRESS = /[^\s@]{1,254}(?:@[^\s@]{1,254})+/g;
/** A line of a stack: its paths may have an `@` and hold no data. */
const STACK_FRAME = /^\s+at /;
const LONGEST = 10_000;

/** The text with `[e-mail address]` in place of everything that may be one. At most 10,000 characters. */
export const redactEmails = (text: string): string =>
  text
    .slice(0, LONGEST)
    .split('\n')
    .map((line) => (STACK_FRAME.test(line) ? line : line.replace(ADDRESS, '[e-mail address]')))
    .join('\n');

/** An error for the log: its stack, its causes and the fields of the driver, without e-mail addresses. */
export const describeError = (error: unknown): string => redactEmails(inspect(error));
