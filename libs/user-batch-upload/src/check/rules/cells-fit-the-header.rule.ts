import { startOf } from '../../columns/cell-length.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

/** Enough to fill the start of their text, which is all that is shown. */
const SHOWN_CELLS = 100;

@RowRule({ unchangedRows: true })
export class CellsFitTheHeader implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows) {
      const count = row.extraCells.length;
      if (count === 0) continue;
      const value = startOf(
        row.extraCells
          .slice(0, SHOWN_CELLS)
          .map((cell) => startOf(cell))
          .join(', '),
      );
      row.report({
        column: '',
        code: 'TOO_MANY_CELLS',
        value,
        params: { count, value },
      });
    }
  }
}
