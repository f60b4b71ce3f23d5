import { composed } from '../columns/cell-length.js';
import { unguard } from '../columns/formula-guard.js';
import { trimmed } from '../columns/invisible-characters.js';

/**
 * A cell as it is compared and kept: without spaces and invisible characters at its ends, in Unicode NFC, without a
 * spreadsheet's guard or, where there is none, without the `="…"` that keeps a spreadsheet from taking `00123` for a number.
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
