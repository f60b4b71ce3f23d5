import type { Row } from '../api-types.js';

const characters = (text: string): number => [...text].length;

/**
 * Whether this text of a column is the start of a longer one. `truncated` names a column if any of its texts is cut:
 * the cell, a change, a problem or what was read. Cut texts are the longest ones that are left.
 */
export function isCut(row: Row, column: string, text: string): boolean {
  if (!row.truncated.includes(column)) return false;
  const ofColumn = (one: { column: string }): boolean => one.column === column;
  const texts = [
    row.cells[column] ?? '',
    row.edited?.[column]?.original ?? '',
    ...row.changes.filter(ofColumn).flatMap(({ from, to }) => [from, to]),
    ...row.problems.filter(ofColumn).map(({ value }) => value),
  ];
  return texts.every((other) => characters(other) <= characters(text));
}
