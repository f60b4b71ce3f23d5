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
      if (row.action === 'CREATE' && !isUnclear(row))
        for (const column of [...ALWAYS, ...fields])
          if (row.cell(column) === '') require(row, column, 'to create a user');
      if (row.after('Profile Type ID') === '1' && row.after('Last Name') === '' && !isUnclear(row))
        require(row, 'Last Name', 'for an Individual (Profile Type ID 1)');
    }
  }
}

/** Its one key is a mistake, so nobody knows whether the row is to create or to update a user. */
const isUnclear = (row: RowUnderCheck): boolean =>
  row.action === 'CREATE' && row.cell('Email Address') === '' && row.cell('Internal ID') !== '';

function require(row: RowUnderCheck, column: string, why: string): void {
  row.report({ column, code: 'REQUIRED', message: problemMessage('REQUIRED', { column, why }) });
}
