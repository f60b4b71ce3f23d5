import { type ColumnName, REQUIRED_HEADERS } from '../../columns/column.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

/** A create needs the required columns. An individual needs a last name, after an update too. */
@RowRule()
export class RequiredCellsAreFilled implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    const needed = [
      ...REQUIRED_HEADERS,
      ...columns.filter(({ field }) => field?.required).map(({ header }) => header),
    ];
    for (const row of rows) {
      if (row.action === 'CREATE' && !isUnclear(row)) {
        const missing = needed.filter((column) => row.cell(column) === '');
        const unknownEmail = looksLikeUpdate(row, missing) ? row.cell('Email Address') : undefined;
        for (const [index, column] of missing.entries()) {
          // Only the message of the first empty cell names the cause.
          const namesCause = index === 0 && unknownEmail !== undefined;
          reportEmpty(
            row,
            column,
            namesCause ? { unknownEmail, columns: missing } : { why: 'create' },
          );
        }
      }
      if (row.after('Profile Type ID') === '1' && row.after('Last Name') === '' && !isUnclear(row))
        reportEmpty(row, 'Last Name', { why: 'individual' });
    }
  }
}

/** Whether the row's only key is a mistake, so that the row may mean a create or an update. */
const isUnclear = (row: RowUnderCheck): boolean =>
  row.action === 'CREATE' && row.cell('Email Address') === '' && row.cell('Internal ID') !== '';

/** Whether the row has an e-mail and little else. In an update, people leave out what does not change. */
const looksLikeUpdate = (row: RowUnderCheck, missing: readonly string[]): boolean =>
  row.cell('Email Address') !== '' &&
  REQUIRED_HEADERS.filter((column) => missing.includes(column)).length > 1;

function reportEmpty(
  row: RowUnderCheck,
  column: ColumnName,
  why: { why: 'create' | 'individual' } | { unknownEmail: string; columns: readonly string[] },
): void {
  row.report({ column, code: 'REQUIRED', params: { column, ...why } });
}
