import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import { cellDamage } from '../columns/cell-damage.js';
import { isLonger, OTHER_COLUMN } from '../columns/cell-length.js';
import type { ColumnName, CustomLabel } from '../columns/column.js';
import type { CheckContext, RowUnderCheck } from './row-rule.js';

/** Rows and their cells of one column, in the order of the file. */
interface Touched {
  rows: RowUnderCheck[];
  cells: string[];
}

/** What earlier rules found for the same rows. It is reused, because most columns have several rules. */
const found = new WeakMap<readonly RowUnderCheck[], Map<ColumnName, Touched>>();

function touched(rows: readonly RowUnderCheck[], column: ColumnName): Touched {
  const byColumn = found.get(rows) ?? new Map<ColumnName, Touched>();
  found.set(rows, byColumn);
  const before = byColumn.get(column);
  if (before) return before;
  const now: Touched = { rows: [], cells: [] };
  byColumn.set(column, now);
  for (const row of rows) {
    if (!row.touches(column)) continue;
    const cell = row.cell(column);
    if (cell === '') continue;
    now.rows.push(row);
    now.cells.push(cell);
  }
  return now;
}

/** Calls `judge` for each cell of this column that would change something, of any length. */
export function eachTouchedText(
  rows: readonly RowUnderCheck[],
  column: ColumnName,
  judge: (cell: string, row: RowUnderCheck) => void,
): void {
  const { rows: some, cells } = touched(rows, column);
  for (let index = 0; index < some.length; index += 1)
    judge(cells[index] as string, some[index] as RowUnderCheck);
}

/** The same for a column that is no text field. Skips cells that are too long or damaged, which have a problem of their own. */
export function eachTouched(
  rows: readonly RowUnderCheck[],
  column: ColumnName,
  judge: (cell: string, row: RowUnderCheck) => void,
): void {
  eachTouchedText(rows, column, (cell, row) => {
    if (!isLonger(cell, OTHER_COLUMN) && !cellDamage(cell)) judge(cell, row);
  });
}

/** The same for every custom field of a kind. */
export function eachTouchedField(
  rows: readonly RowUnderCheck[],
  { columns }: CheckContext,
  kind: CustomFieldKind,
  judge: (cell: string, row: RowUnderCheck, field: CustomField & { label: CustomLabel }) => void,
): void {
  for (const { field } of columns)
    if (field?.kind === kind)
      eachTouched(rows, field.label, (cell, row) => judge(cell, row, field));
}
