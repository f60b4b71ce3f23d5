import { startOf } from '../../columns/cell-length.js';
import { problemMessage } from '../../problems/problem-messages.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

@RowRule({ unchangedRows: true })
export class CellsFitTheHeader implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows) {
      const count = row.extraCells.length;
      if (count === 0) continue;
      const value = startOf(row.extraCells.join(', '));
      row.report({
        column: '',
        code: 'TOO_MANY_CELLS',
        value,
        message: problemMessage('TOO_MANY_CELLS', { count, value }),
      });
    }
  }
}
