import { startOf } from '../columns/cell-length.js';
import type { LoadRow } from '../load/load-row.js';
import type { Language } from '../texts/language.js';
import { textsIn } from '../texts/texts-in.js';

/** The start of the original cell is enough to recognise it. */
const SHOWN_CHARACTERS = 60;

/** Who changed which cells of a row in the review, and the original cells. The report shows this after the problems. */
export const editsText = (language: Language, edited: LoadRow['edited']): string[] =>
  Object.entries(edited).map(([column, { original, by }]) => {
    const start = startOf(original, SHOWN_CHARACTERS);
    const isCut = start !== original;
    return textsIn(language).report.edited({ column, by: by.name, original: start, isCut });
  });
