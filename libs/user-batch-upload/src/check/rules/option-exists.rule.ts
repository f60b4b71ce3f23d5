import { optionOf } from '../../columns/user-cells.js';
import { ClosestName } from '../closest-name.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class OptionExists implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    const near = new Map<string, ClosestName>();
    eachTouchedField(rows, context, 'LIST', (value, row, { label, options }) => {
      if (optionOf(options, value) !== undefined) return;
      if (!near.has(label)) near.set(label, new ClosestName(options));
      const suggestion = near.get(label)?.of(value);
      row.report({
        column: label,
        code: 'OPTION_INVALID',
        params: { value, options },
        ...(suggestion && { suggestion }),
      });
    });
  }
}
