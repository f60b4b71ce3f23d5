import { startOf } from '../columns/cell-length.js';
import type { LoadRow } from '../load/load-row.js';
import type { Language } from '../texts/language.js';
import { textsIn } from '../texts/texts-in.js';

/** The start of what was read is enough to know it again. */
const SHOWN_CHARACTERS = 60;

/** Who changed which cells of a row in the review, and what was read, as the report has it behind the row's problems. */
export const editsText = (language: Language, edited: LoadRow['edited']): string[] =>
  Object.entries(edited).map(([column, { original, by }]) => {
    const start = startOf(original, SHOWN_CHARACTERS);
    const isCut = start !== original;
    return textsIn(language).report.edited({ column, by: by.name, original: start, isCut });
  });
