import { withMarks } from '../columns/invisible-characters.js';

const SHOWN_CHARACTERS = 60;

/**
 * Quotes the start of a text between these marks. What can't be seen is shown as ␣, so that a text is never quoted
 * against one that looks the same.
 */
export const quotedBetween =
  (open: string, close: string) =>
  (value: string): string => {
    // Only the first characters are split: a cell may be very long, and a character takes at most two units.
    const characters = Array.from(value.slice(0, 2 * (SHOWN_CHARACTERS + 1)));
    return characters.length > SHOWN_CHARACTERS
      ? `${open}${withMarks(characters.slice(0, SHOWN_CHARACTERS).join(''))}…${close}`
      : `${open}${withMarks(value)}${close}`;
  };
