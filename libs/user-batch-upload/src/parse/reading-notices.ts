import { startOf } from '../columns/cell-length.js';
import type { Notice } from '../load/notice.js';

/** Lines that a notice names; the others are counted. */
const TOLD = 20;
/** Lines that a notice shows, and characters of each. */
const SHOWN = 3;
const SHOWN_CHARACTERS = 60;

type Code = keyof typeof MESSAGES;
type Message = (lines: string, isOne: boolean, words: string) => string;

/** What each notice says, of “Line 2 has” or “Lines 2 and 3 have”. */
const MESSAGES = {
  LINES_ABOVE_HEADER: (lines, isOne, words) =>
    `${lines} ${isOne ? 'stands' : 'stand'} above the header and ${isOne ? 'was' : 'were'} passed over${words}.`,
  HEADER_REPEATED: (lines, isOne) =>
    `${lines} ${isOne ? 'is the header again and was' : 'are the header again and were'} passed over.`,
  LINES_IN_QUOTES: (lines, isOne) =>
    `${lines} ${isOne ? 'stands' : 'stand'} wholly in quotes; the quotes were taken off, and what is inside was read as the row's cells.`,
  QUOTES_ASSUMED: (lines, isOne, words) =>
    `${lines} ${isOne ? 'has' : 'have'} quotes (") inside or beside a cell's text. They were read as a spreadsheet reads them${words}. Please look at ${isOne ? 'this row' : 'these rows'}.`,
  END_OF_FILE_DROPPED: (lines) =>
    `Control characters (Ctrl-Z or NUL) end the file behind ${lines.toLowerCase()}; they were left out.`,
} satisfies Partial<Record<Notice['code'], Message>>;

/** Collects what was assumed of which lines. */
export class ReadingNotices {
  private readonly found = new Map<Code, { lines: number[]; count: number; words: string[] }>();

  add(code: Code, line: number, words = ''): void {
    const found = this.found.get(code) ?? { lines: [], count: 0, words: [] };
    this.found.set(code, found);
    found.count += 1;
    if (found.lines.length < TOLD) found.lines.push(line);
    if (words !== '' && found.words.length < SHOWN)
      found.words.push(startOf(words.replace(/\s+/g, ' ').trim(), SHOWN_CHARACTERS));
  }

  all(): Notice[] {
    return [...this.found].map(([code, { lines, count, words }]) => {
      const shown = words.length > 0 ? `: ${words.map((text) => `“${text}”`).join(', ')}` : '';
      return {
        code,
        message: (MESSAGES[code] as Message)(named(lines, count), count === 1, shown),
      };
    });
  }
}

function named(lines: readonly number[], count: number): string {
  if (count === 1) return `Line ${lines[0]}`;
  const more = count - lines.length;
  return more > 0
    ? `Lines ${lines.join(', ')} and ${more} more`
    : `Lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}
