import { problemMessage } from '../../problems/problem-messages.js';
import type { BaseHeader } from '../../columns/column.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const ALWAYS: BaseHeader[] = ['Profile Type ID', 'Email Address', 'First Name', 'Office'];

/** Source: the help page, “required for creating”; an Individual must also end an update with a last name. */
@RowRule()
export class RequiredCellsAreFilled implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    const fields = columns.filter(({ field }) => field?.required).map(({ header }) => header);
    for (const row of rows) {
      if (row.action === 'CREATE')
        for (const column of [...ALWAYS, ...fields])
          if (row.cell(column) === '') require(row, column, 'to create a user');
      if (row.after('Profile Type ID') === '1' && row.after('Last Name') === '')
        require(row, 'Last Name', 'for an Individual (Profile Type ID 1)');
    }
  }
}

function require(row: RowUnderCheck, column: string, why: string): void {
  row.report({ column, code: 'REQUIRED', message: problemMessage('REQUIRED', { column, why }) });
}
