import { createRequire } from 'node:module';
import { composed } from './cell-length.js';

/** Tables of Unicode properties that JavaScript's expressions lack. */
const joiners = createRequire(import.meta.url)('tr46/lib/regexes.js') as {
  combiningClassVirama: RegExp;
  validZWNJ: RegExp;
};

/** Characters that are shown as nothing but are no format characters: Hangul and Khmer fillers, the grapheme joiner, an empty Braille cell. */
const FILLERS = '\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u2800\\u3164\\uFFA0';

const [beforeNonJoiner = '', afterNonJoiner = ''] = joiners.validZWNJ.source.split('\\u200C');

/** A format character where its script needs it. It looks back and ahead, so that it is tried at any place of a text. */
const NEEDED = [
  // RFC 5892, appendix A: between joining letters, and behind a virama.
  `(?<=${joiners.combiningClassVirama.source})[\\u200C\\u200D]`,
  `(?<=${beforeNonJoiner})\\u200C(?=${afterNonJoiner})`,
  // An emoji that is joined from several, and a flag that is spelled in tags.
  '(?<=\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?)\\u200D(?=\\p{Extended_Pictographic})',
  '(?<=\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{0,7})[\\u{E0020}-\\u{E007F}]',
  // Signs that are written over the digits behind them, and the Syriac abbreviation mark.
  '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]',
  // An empty cell between Braille letters is their space.
  '(?<=[\\u2801-\\u28FF])\\u2800(?=[\\u2801-\\u28FF])',
].join('|');

const INVISIBLE = `(?!${NEEDED})[\\p{Cf}${FILLERS}]`;

const AT_A_PLACE = new RegExp(`\\s|${INVISIBLE}`, 'uy');
const ANYWHERE = new RegExp(INVISIBLE, 'gu');
/** A control character or a line break: an old Mac's or Unicode's too. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;
const CONTROL_OR_INVISIBLE = new RegExp(`${CONTROL.source}|${INVISIBLE}`, 'u');
/** Whatever has none of these is clean. */
const UNUSUAL = /[^\x20-\x7E\xA0-\xAC\xAE-\u02FF]/;

const isVisible = (code: number): boolean =>
  (code > 0x20 && code < 0x7f) || (code >= 0xc0 && code < 0x300);

/** The text without spaces and invisible characters at both ends, except those that its script needs. */
export function trimmed(text: string): string {
  if (text === '') return text;
  if (isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1))) return text;
  let from = 0;
  while (from < text.length && isTrimmedAt(text, from)) from += characterLength(text, from);
  let to = text.length;
  while (to > from) {
    const start = characterStart(text, to);
    if (!isTrimmedAt(text, start)) break;
    to = start;
  }
  return text.slice(from, to);
}

function isTrimmedAt(text: string, index: number): boolean {
  AT_A_PLACE.lastIndex = index;
  return AT_A_PLACE.test(text);
}

const characterLength = (text: string, index: number): number =>
  (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;

/** Where the character begins that ends before this index. */
const characterStart = (text: string, end: number): number =>
  end >= 2 && characterLength(text, end - 2) === 2 ? end - 2 : end - 1;

/** A fast check that rules out most cells: they have no character that could be invisible or lost. */
export const isUnusual = (text: string): boolean => UNUSUAL.test(text);

/** Whether the text has a control character, a line break or an invisible character that no script needs. */
export const hasInvisible = (text: string): boolean =>
  UNUSUAL.test(text) && CONTROL_OR_INVISIBLE.test(text);

/** The text with a ␣ in place of each of them. */
export const withMarks = (text: string): string =>
  UNUSUAL.test(text) ? text.replace(CONTROL, '␣').replace(ANYWHERE, '␣') : text;

/** The text without them: line breaks and tabs become a space. */
export const cleaned = (text: string): string =>
  composed(
    text
      .replace(/[\t\n\v\f\r\x85\u2028\u2029]+/g, ' ')
      .replace(CONTROL, '')
      .replace(ANYWHERE, '')
      .replace(/ {2,}/g, ' ')
      .trim(),
  );
