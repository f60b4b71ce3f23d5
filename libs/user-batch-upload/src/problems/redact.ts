import { DriverException, ValidationError } from '@mikro-orm/core';
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

/** Properties of errors that name a place. Others, such as `detail` and `entity`, may have the whole row of a user. */
const PLACES = [
  'code',
  'syscall',
  'address',
  'port',
  'command',
  'responseCode',
  'schema',
  'table',
  'column',
  'constraint',
];
const MOST_FRAMES = 15;
const MOST_CAUSES = 4;

/**
 * An error for the log: its name, message, stack, place and causes. Without e-mail addresses, and without what a database
 * driver and MikroORM quote of the row.
 */
export const describeError = (error: unknown): string => redactEmails(described(error, 0));

function described(error: unknown, depth: number): string {
  if (!(error instanceof Error)) return inspect(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => STACK_FRAME.test(line));
  const places = PLACES.flatMap((name) => {
    const value = (error as unknown as Record<string, unknown>)[name];
    return typeof value === 'string' || typeof value === 'number' ? [`${name}: ${value}`] : [];
  });
  const causes = error instanceof AggregateError ? error.errors : [error.cause ?? []].flat();
  return [
    `${error.name === 'Error' ? error.constructor.name : error.name}: ${messageOf(error)}`,
    ...[...new Set(frames)].slice(0, MOST_FRAMES),
    ...(places.length > 0 ? [`    ${places.join(', ')}`] : []),
    ...(depth < MOST_CAUSES
      ? causes.map((cause) => `  caused by ${described(cause, depth + 1)}`)
      : []),
  ].join('\n');
}

/** MikroORM adds the row, or the entity, in further lines. */
const messageOf = (error: Error): string =>
  error instanceof DriverException || error instanceof ValidationError
    ? (error.message.split('\n')[0] ?? '')
    : error.message;
