import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Profile Type ID';
const MEANT = new Map(
  Object.entries({ individual: '1', facility: '2', '1.0': '1', '2.0': '2', '01': '1', '02': '2' }),
);

@RowRule()
export class ProfileTypeIsKnown implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    eachTouched(rows, COLUMN, (value, row) => {
      if (value === '1' || value === '2') return;
      const suggestion = MEANT.get(value.toLowerCase());
      row.report({
        column: COLUMN,
        code: 'PROFILE_TYPE_INVALID',
        params: { value },
        ...(suggestion && { suggestion }),
      });
    });
  }
}
