import { userName } from '../../columns/user-cells.js';
import { problemMessage } from '../../problems/problem-messages.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const COLUMN = 'Profile Status';

@RowRule({ unchangedRows: true })
export class UserIsNotDeleted implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows) {
      if (row.user?.status !== 'DELETED' || row.after(COLUMN) !== 'DELETED') continue;
      row.report({
        column: COLUMN,
        code: 'USER_DELETED',
        severity: 'warning',
        message: problemMessage('USER_DELETED', { name: userName(row.user) }),
      });
    }
  }
}
