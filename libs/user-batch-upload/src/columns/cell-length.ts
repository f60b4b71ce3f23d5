import type { Column } from './column.js';

const TEXT_FIELD = 4_000;
/** Characters that a cell may have which belongs to no text field. */
export const OTHER_COLUMN = 254;

/** NFC makes at most four characters into one, so a longer cell is too long whatever it says. */
const MOST_COMPOSED = 4;

/** Of a cell that is far too long, rules and messages see no more. */
const START = 200;

/** Characters that a cell of this column may have: code points, after NFC. */
export const limitOf = ({ field }: Column): number =>
  field?.kind === 'TEXT' ? TEXT_FIELD : OTHER_COLUMN;

/** Characters as people count them: an emoji is one, and two for `length`. */
export function characterCount(text: string): number {
  let count = text.length;
  // By index: an iterator makes an object for each character, and a cell may have a quarter of a million.
  for (let at = 1; at < text.length; at += 1)
    if ((text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800)
      count -= 1;
  return count;
}

/** Has the text more characters than this? Only one that is near the limit is counted. */
export const isLonger = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > 2 * limit || characterCount(text) > limit);

/** A cell that is refused for its length before anything else is asked of it. */
export const isFarTooLong = (cell: string, limit: number): boolean =>
  isLonger(cell, MOST_COMPOSED * limit);

/** The first characters, in a text of their own: a slice would keep the whole text in memory. */
export const startOf = (text: string, characters = START): string =>
  text.length <= characters
    ? text
    : Array.from(text.slice(0, 2 * characters))
        .slice(0, characters)
        .join('');

/** Units of a text that could still fit a cell when it is composed. */
const LONGEST_COMPOSED = 2 * MOST_COMPOSED * TEXT_FIELD;
/** Up to here, the marks of a text are put in order in no time, however many they are. */
const SHORT = 1_000;
/** Putting so many marks in order takes time that grows with their square. Unicode's stream-safe text has at most 30 (UAX #15). */
const LONG_RUN = /\p{M}{31}/u;

/** The text in NFC, in time that grows with its length. What no cell can hold, and no script writes, stays as it is. */
export const composed = (text: string): string =>
  text.length > LONGEST_COMPOSED || (text.length > SHORT && LONG_RUN.test(text))
    ? text
    : text.normalize('NFC');
