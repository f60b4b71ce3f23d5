import { isPlainNumber } from './cell-values.js';

/** What a spreadsheet may take for a formula, behind any number of the quotes that keep it from doing so. Source: OWASP, CSV injection. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** The cell as it is safe to open in a spreadsheet. `unguard` gives it back exactly. */
export const guard = (cell: string): string =>
  FORMULA.test(cell) && !isPlainNumber(cell) ? `'${cell}` : cell;

/** Takes off the one `'` that `guard` put on, or that a person typed for the same reason. */
export const unguard = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
