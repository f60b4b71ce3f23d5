import { cellDamage } from '../../columns/cell-damage.js';
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
          row.report({ column: header, code: 'SPREADSHEET_ERROR', params: { value } });
          return;
        }
        const { clean, lost } = damage;
        row.report({
          column: header,
          code: 'CONTROL_CHARACTER',
          params: { value, damaged: lost },
          ...(clean !== undefined && { suggestion: clean }),
        });
      });
  }
}
