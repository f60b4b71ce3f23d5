import { isPlainNumber } from './cell-values.js';

/** A cell that a spreadsheet may take for a formula, after any number of guards. Source: OWASP, CSV Injection. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** The cell in a form that is safe to open in a spreadsheet. `unguard` restores it exactly. */
export const guard = (cell: string): string =>
  FORMULA.test(cell) && !isPlainNumber(cell) ? `'${cell}` : cell;

/** Removes the one `'` that `guard` added, or that a person typed for the same reason. */
export const unguard = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
