import type { BaseHeader, ColumnName } from '../../columns/column.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const ALWAYS: BaseHeader[] = ['Profile Type ID', 'Email Address', 'First Name', 'Office'];

/** Source: the help page, “required for creating”; an Individual must also end an update with a last name. */
@RowRule()
export class RequiredCellsAreFilled implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    const needed = [
      ...ALWAYS,
      ...columns.filter(({ field }) => field?.required).map(({ header }) => header),
    ];
    for (const row of rows) {
      if (row.action === 'CREATE' && !isUnclear(row)) {
        const missing = needed.filter((column) => row.cell(column) === '');
        // Only the first empty cell gets the message with the cause.
        const unknownEmail = looksLikeUpdate(row, missing) ? row.cell('Email Address') : undefined;
        for (const [index, column] of missing.entries())
          require(row, column, index === 0 && unknownEmail !== undefined
            ? { unknownEmail, columns: missing }
            : { why: 'create' });
      }
      if (row.after('Profile Type ID') === '1' && row.after('Last Name') === '' && !isUnclear(row))
        require(row, 'Last Name', { why: 'individual' });
    }
  }
}

/** Whether the row's only key is a mistake, so that the row may mean a create or an update. */
const isUnclear = (row: RowUnderCheck): boolean =>
  row.action === 'CREATE' && row.cell('Email Address') === '' && row.cell('Internal ID') !== '';

/** Whether the row has an e-mail and little else. In an update, people leave out what does not change. */
const looksLikeUpdate = (row: RowUnderCheck, missing: readonly string[]): boolean =>
  row.cell('Email Address') !== '' &&
  ALWAYS.filter((column) => missing.includes(column)).length > 1;

function require(
  row: RowUnderCheck,
  column: ColumnName,
  why: { why: 'create' | 'individual' } | { unknownEmail: string; columns: readonly string[] },
): void {
  row.report({ column, code: 'REQUIRED', params: { column, ...why } });
}
