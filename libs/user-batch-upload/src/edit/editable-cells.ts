import { composed } from '../columns/cell-length.js';
import { trimmed } from '../columns/invisible-characters.js';
import { Refusal } from '../problems/refusal.js';

/** The index of the column in the load's headers. Throws `CELL_NOT_EDITABLE` if the load does not have it. */
export function columnIndex(headers: readonly string[], column: string): number {
  const index = headers.indexOf(column);
  if (index < 0) throw new Refusal('CELL_NOT_EDITABLE', { column: column.slice(0, 100) });
  return index;
}

/**
 * The cell as it is stored. Keeps a spreadsheet's guard and `="…"`: nobody types them by accident. PostgreSQL can't store
 * half of a surrogate pair, which becomes �.
 */
export const typedCell = (text: string): string => composed(trimmed(text.toWellFormed()));
