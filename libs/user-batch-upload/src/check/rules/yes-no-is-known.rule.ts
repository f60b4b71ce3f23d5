import { problemMessage } from '../../load/messages.js';
import { yesNo } from '../../template/cell-values.js';
import { near } from '../near.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

const MEANT: Record<string, string> = { t: 'Yes', f: 'No', on: 'Yes', off: 'No', x: 'Yes', ja: 'Yes', nein: 'No', oui: 'Yes', non: 'No' };

@RowRule()
export class YesNoIsKnown implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'YES_NO', (value, row, { label }) => {
      if (yesNo(value)) return;
      const suggestion =
        MEANT[value.toLowerCase()] ?? (value.length > 2 ? near(value, ['Yes', 'No']) : undefined);
      row.report({
        column: label,
        code: 'YES_NO_INVALID',
        message: problemMessage('YES_NO_INVALID', { value }),
        ...(suggestion && { suggestion }),
      });
    });
  }
}
