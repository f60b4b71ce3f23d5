import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

@RowRule()
export class NameHasALetterOrDigit implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const column of ['First Name', 'Last Name'] as const)
      eachTouched(rows, column, (value, row) => {
        if (!/[\p{L}\p{N}]/u.test(value))
          row.report({
            column,
            code: 'NAME_INVALID',
            params: { value, column },
          });
      });
  }
}
