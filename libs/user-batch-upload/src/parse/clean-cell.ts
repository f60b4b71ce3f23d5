import { composed } from '../columns/cell-length.js';
import { unguard } from '../columns/formula-guard.js';
import { trimmed } from '../columns/invisible-characters.js';

/**
 * A cell as it is compared and stored: trimmed of spaces and invisible characters, in Unicode NFC, and without a
 * spreadsheet's guard or, if it has none, without the `="…"` that keeps a spreadsheet from reading `00123` as a number.
 */
export function cleanCell(cell: string): string {
  if (cell === '') return '';
  const text = composed(trimmed(cell));
  const bare = unguard(text);
  return bare === text && text.startsWith('="') ? withoutFormula(text) : bare;
}

const FORMULA_OF_TEXT = /^="((?:[^"]|"")*)"$/;

const withoutFormula = (text: string): string =>
  trimmed(FORMULA_OF_TEXT.exec(text)?.[1]?.replaceAll('""', '"') ?? text);
