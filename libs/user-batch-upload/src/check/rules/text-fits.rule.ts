import { characterCount, isLonger, limitOf } from '../../columns/cell-length.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedText } from '../touched-cells.js';

/** A cell that is far too long does not get here: it is refused before any rule runs. */
@RowRule()
export class TextFits implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const column of columns) {
      const limit = limitOf(column);
      eachTouchedText(rows, column.header, (value, row) => {
        if (isLonger(value, limit))
          row.report({
            column: column.header,
            code: 'TOO_LONG',
            params: { value, length: characterCount(value), limit },
          });
      });
    }
  }
}
