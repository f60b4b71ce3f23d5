import { userName } from '../../columns/user-cells.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const COLUMN = 'Profile Status';

/** A DELETED user stays DELETED unless the row says ACTIVE or INACTIVE. Warns in both cases. */
@RowRule({ unchangedRows: true })
export class UserIsNotDeleted implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows) {
      if (row.user?.status !== 'DELETED') continue;
      const after = row.after(COLUMN);
      const name = userName(row.user);
      const about = { column: COLUMN, severity: 'warning' } as const;
      if (after === 'DELETED') row.report({ ...about, code: 'USER_DELETED', params: { name } });
      else if (after === 'ACTIVE' || after === 'INACTIVE')
        row.report({ ...about, code: 'USER_REVIVED', params: { name, role: row.user.roleName } });
    }
  }
}
