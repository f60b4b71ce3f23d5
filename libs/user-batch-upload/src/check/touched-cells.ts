import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import { cellDamage } from '../columns/cell-damage.js';
import { isLonger, OTHER_COLUMN } from '../columns/cell-length.js';
import type { ColumnName, CustomLabel } from '../columns/column.js';
import type { CheckContext, RowUnderCheck } from './row-rule.js';

/** Calls `judge` for each cell of this column that would change something, of any length. */
export function eachTouchedText(
  rows: readonly RowUnderCheck[],
  column: ColumnName,
  judge: (cell: string, row: RowUnderCheck) => void,
): void {
  for (const row of rows) {
    const cell = row.cell(column);
    if (cell !== '' && row.touches(column)) judge(cell, row);
  }
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
