import { userName } from '../../columns/user-cells.js';
import { problemMessage } from '../../problems/problem-messages.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const COLUMN = 'Profile Status';

/** A DELETED user stays so unless the row says ACTIVE or INACTIVE. An admin should know of both. */
@RowRule({ unchangedRows: true })
export class UserIsNotDeleted implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows) {
      if (row.user?.status !== 'DELETED') continue;
      const after = row.after(COLUMN);
      const name = userName(row.user);
      if (after === 'DELETED') warn(row, 'USER_DELETED', problemMessage('USER_DELETED', { name }));
      else if (after === 'ACTIVE' || after === 'INACTIVE')
        warn(
          row,
          'USER_REVIVED',
          problemMessage('USER_REVIVED', { name, role: row.user.roleName }),
        );
    }
  }
}

function warn(row: RowUnderCheck, code: 'USER_DELETED' | 'USER_REVIVED', message: string): void {
  row.report({ column: COLUMN, code, severity: 'warning', message });
}
