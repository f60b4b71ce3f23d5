import type { CustomField, CustomFieldKind } from '../ports/custom-fields.port.js';
import type { CheckContext, RowUnderCheck } from './row-rule.js';

/** Calls `judge` for each cell of this column that would change something. */
export function eachTouched(
  rows: readonly RowUnderCheck[],
  column: string,
  judge: (cell: string, row: RowUnderCheck) => void,
): void {
  for (const row of rows) {
    const cell = row.cell(column);
    if (cell !== '' && row.touches(column)) judge(cell, row);
  }
}

/** The same for every custom field of a kind. */
export function eachTouchedField(
  rows: readonly RowUnderCheck[],
  { columns }: CheckContext,
  kind: CustomFieldKind,
  judge: (cell: string, row: RowUnderCheck, field: CustomField) => void,
): void {
  for (const { field } of columns)
    if (field?.kind === kind)
      eachTouched(rows, field.label, (cell, row) => judge(cell, row, field));
}
