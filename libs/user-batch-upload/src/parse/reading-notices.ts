import { startOf } from '../columns/cell-length.js';
import type { CodedNotice } from '../load/notice.js';
import type { NoticeParams, SomeLines } from '../texts/notice-parameters.js';

/** Lines that a notice names; the others are counted. */
const NAMED_LINES = 20;
/** Lines that a notice shows, and characters of each. */
const SHOWN = 3;
const SHOWN_CHARACTERS = 60;

/** Codes of notices about lines. */
type Code = {
  [Code in keyof NoticeParams]: NoticeParams[Code] extends SomeLines ? Code : never;
}[keyof NoticeParams];

/** Collects what was assumed while reading, with the lines. */
export class ReadingNotices {
  private readonly found = new Map<Code, { lines: number[]; count: number; words: string[] }>();

  add(code: Code, line: number, words = ''): void {
    const found = this.found.get(code) ?? { lines: [], count: 0, words: [] };
    this.found.set(code, found);
    found.count += 1;
    if (found.lines.length < NAMED_LINES) found.lines.push(line);
    if (words !== '' && found.words.length < SHOWN)
      found.words.push(startOf(words.replace(/\s+/g, ' ').trim(), SHOWN_CHARACTERS));
  }

  all(): CodedNotice[] {
    return [...this.found].map(([code, params]) => ({ code, params }));
  }
}
