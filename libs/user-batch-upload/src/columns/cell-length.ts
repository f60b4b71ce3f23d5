import type { Column } from './column.js';

const TEXT_FIELD = 4_000;
/** The limit of every column that is no text field, in characters. */
export const OTHER_COLUMN = 254;

/** NFC composes at most four characters into one, so a cell of more than four times its limit is always too long. */
const MOST_COMPOSED = 4;

/** Rules and messages see only this many characters of a cell that is far too long. */
const START = 200;

/** The limit of a cell of this column, in code points after NFC. */
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

/** Whether the text has more characters than this. Counts only texts near the limit. */
export const isLonger = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > 2 * limit || characterCount(text) > limit);

/** Whether a cell is refused for its length before any other check. */
export const isFarTooLong = (cell: string, limit: number): boolean =>
  isLonger(cell, MOST_COMPOSED * limit);

/** The first characters as a copy: a slice would keep the whole text in memory. */
export const startOf = (text: string, characters = START): string =>
  text.length <= characters
    ? text
    : Array.from(text.slice(0, 2 * characters))
        .slice(0, characters)
        .join('');

/** The longest text that can fit a cell after NFC, in UTF-16 units. */
export const LONGEST_CELL = 2 * MOST_COMPOSED * TEXT_FIELD;
/** NFC is fast for a text of up to this length, whatever its marks. */
const SHORT = 1_000;
/** NFC sorts runs of marks in quadratic time. Stream-safe text has runs of at most 30 (UAX #15). */
const LONG_RUN = /\p{M}{31}/u;

/** All characters below U+0300, where the marks begin, stay as they are in NFC (UAX #15). Most cells have no other. */
const MAY_COMPOSE = /[^\0-\u02FF]/;

/** The text in NFC, in linear time. A text that no cell can hold, or with marks that no script writes, stays as it is. */
export const composed = (text: string): string =>
  !MAY_COMPOSE.test(text) ||
  text.length > LONGEST_CELL ||
  (text.length > SHORT && LONG_RUN.test(text))
    ? text
    : text.normalize('NFC');
