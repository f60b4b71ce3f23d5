import type { Column } from '../columns/column.js';
import { Refusal } from '../problems/refusal.js';

/** Throws `HEADER_INVALID` if the organisation has removed or renamed one of the load's columns. */
export function assertColumnsExist(
  headers: readonly string[],
  columns: readonly Column[],
  gone: 'meanwhile' | 'since',
): void {
  const known = new Set<string>(columns.map(({ header }) => header));
  const missing = headers.filter((header) => !known.has(header));
  if (missing.length > 0)
    throw new Refusal(
      'HEADER_INVALID',
      { gone },
      missing.map((column) => ({
        code: 'COLUMN_UNKNOWN',
        column,
        params: { gone: column },
      })),
    );
}
