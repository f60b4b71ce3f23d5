import { composed } from '../columns/cell-length.js';
import { unguard } from '../columns/formula-guard.js';
import { trimmed } from '../columns/invisible-characters.js';

/** A cell as it is compared and kept: without spaces and invisible characters at its ends, in Unicode NFC, without a spreadsheet's guard. */
export const cleanCell = (cell: string): string =>
  cell === '' ? '' : unguard(composed(trimmed(cell)));
