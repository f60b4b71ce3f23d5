import { composed } from '../columns/cell-length.js';
import { unguard } from '../columns/formula-guard.js';

/** A cell as it is compared and kept: trimmed (no-break spaces too), in Unicode NFC, without a spreadsheet's guard. */
export const cleanCell = (cell: string): string =>
  cell === '' ? '' : unguard(composed(cell.trim()));
