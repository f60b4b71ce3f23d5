import { cleaned, hasInvisible, isUnusual } from './invisible-characters.js';
import { isSpreadsheetError } from './spreadsheet-errors.js';
import { decodedText } from './text-damage.js';
import type { Column } from './column.js';

/** Why a cell of any column is not what its author wrote. The cell then has no other problem. */
export type CellDamage =
  | { code: 'SPREADSHEET_ERROR' }
  /** `lost`: a character was lost before the upload and can't be restored. */
  | { code: 'CONTROL_CHARACTER'; lost: boolean; clean?: string };

const LOST = '\uFFFD';

/** Only a text field may have line breaks. */
export function cellDamage(cell: string, column?: Column): CellDamage | undefined {
  if (isSpreadsheetError(cell)) return { code: 'SPREADSHEET_ERROR' };
  if (!isUnusual(cell)) return undefined;
  const text = column?.field?.kind === 'TEXT' ? cell.replace(/[\r\n]/g, '') : cell;
  if (text.includes(LOST)) return { code: 'CONTROL_CHARACTER', lost: true };
  if (!hasInvisible(text)) return undefined;
  // An invisible character may be half of a letter that was decoded wrongly. `TextIsUndamaged` reports that.
  if (isText(column) && !hasInvisible(decodedText(text))) return undefined;
  const clean = cleanedIn(cell, column);
  return { code: 'CONTROL_CHARACTER', lost: false, ...(clean !== '' && { clean }) };
}

/** The clean cell; the line breaks of a text field stay. */
export const cleanedIn = (cell: string, column?: Column): string =>
  column?.field?.kind === 'TEXT'
    ? cell
        .split(/\r\n|[\r\n]/)
        .map(cleaned)
        .join('\n')
        .trim()
    : cleaned(cell);

const isText = (column?: Column): boolean =>
  column?.field?.kind === 'TEXT' ||
  column?.property === 'firstName' ||
  column?.property === 'lastName';
