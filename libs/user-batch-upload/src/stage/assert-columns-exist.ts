import type { Column } from '../columns/column.js';
import { Refusal } from '../problems/refusal.js';

/** Throws `HEADER_INVALID` with this text if the organisation has removed or renamed one of the load's columns. */
export function assertColumnsExist(
  headers: readonly string[],
  columns: readonly Column[],
  detail: string,
): void {
  const known = new Set<string>(columns.map(({ header }) => header));
  const gone = headers.filter((header) => !known.has(header));
  if (gone.length > 0)
    throw new Refusal(
      'HEADER_INVALID',
      detail,
      gone.map((column) => ({
        code: 'COLUMN_UNKNOWN',
        column,
        message: `${column} is no longer a column of the template.`,
      })),
    );
}
