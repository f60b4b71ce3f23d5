import { isPlainNumber } from './cell-values.js';

/**
 * The places where a spreadsheet may read text as a formula: the start of the cell, after any number of guards (`'`),
 * and after any character that may separate cells, because the file may be opened with another separator. There, a
 * quote in the text may open a cell. Source: OWASP, CSV Injection.
 */
const STARTS = /^(?='*[=+\-@\t\r＝＋－＠])|(?<=[,;\t|\r\n])(?=['"]*[=+\-@＝＋－＠])/g;
const GUARDS = /^'(?='*[=+\-@\t\r＝＋－＠])|(?<=[,;\t|\r\n])'(?=['"]*[=+\-@＝＋－＠])/g;
const MAY_START = /[=+\-@\t\r＝＋－＠]/;
const NUMBER_INSIDE = /^-?[\d.]{1,39}(?=[,;\t|\r\n]|$)/;

/** The cell in a form that is safe to open in a spreadsheet, with any separator. `unguard` restores it exactly. */
export const guard = (cell: string): string =>
  MAY_START.test(cell) && !isPlainNumber(cell)
    ? cell.replace(STARTS, (_none, at: number) => (at > 0 && isNumberAt(cell, at) ? '' : "'"))
    : cell;

/** A number of more than 40 digits is guarded, so that the work stays linear. */
function isNumberAt(cell: string, at: number): boolean {
  const number = NUMBER_INSIDE.exec(cell.slice(at, at + 42))?.[0];
  return number !== undefined && isPlainNumber(number);
}

/** Removes each one `'` that `guard` added, or that a person typed for the same reason. */
export const unguard = (cell: string): string =>
  cell.includes("'") ? cell.replace(GUARDS, '') : cell;
