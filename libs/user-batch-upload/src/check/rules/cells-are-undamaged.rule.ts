import { cellDamage } from '../../columns/cell-damage.js';
import { problemMessage } from '../../problems/problem-messages.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedText } from '../touched-cells.js';

@RowRule()
export class CellsAreUndamaged implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const column of columns)
      eachTouchedText(rows, column.header, (value, row) => {
        const damage = cellDamage(value, column);
        if (!damage) return;
        const { header } = column;
        if (damage.code === 'SPREADSHEET_ERROR') {
          const message = problemMessage('SPREADSHEET_ERROR', { value });
          row.report({ column: header, code: 'SPREADSHEET_ERROR', message });
          return;
        }
        const { clean, lost } = damage;
        row.report({
          column: header,
          code: 'CONTROL_CHARACTER',
          message: problemMessage('CONTROL_CHARACTER', { value, damaged: lost }),
          ...(clean !== undefined && { suggestion: clean }),
        });
      });
  }
}
