import { problemMessage } from '../../load/messages.js';
import { near } from '../near.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class OptionExists implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'LIST', (value, row, { label, options }) => {
      if (options.includes(value)) return;
      const suggestion = near(value, options);
      row.report({
        column: label,
        code: 'OPTION_INVALID',
        message: problemMessage('OPTION_INVALID', { value, options }),
        ...(suggestion && { suggestion }),
      });
    });
  }
}
