import { ClosestName } from '../closest-name.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Profile Status';
const STATUSES = ['ACTIVE', 'INACTIVE', 'DELETED'];

@RowRule()
export class StatusIsKnown implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    const near = new ClosestName(STATUSES);
    eachTouched(rows, COLUMN, (value, row) => {
      const meant = near.of(value);
      const onCreate = row.action === 'CREATE' && meant === 'DELETED';
      if (STATUSES.includes(value) && !onCreate) return;
      const suggestion = onCreate ? undefined : meant;
      row.report({
        column: COLUMN,
        code: 'STATUS_INVALID',
        params: {
          value,
          isCreate: row.action === 'CREATE',
          isDeleted: onCreate,
        },
        ...(suggestion && { suggestion }),
      });
    });
  }
}
