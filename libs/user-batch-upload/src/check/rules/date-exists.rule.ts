import { isDay } from '../../columns/cell-values.js';
import { readDate } from '../read-date.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class DateExists implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'DATE', (value, row, { label }) => {
      if (isDay(value)) return;
      const days = readDate(value);
      const suggestion = days.length === 1 ? days[0] : undefined;
      row.report({
        column: label,
        code: 'DATE_INVALID',
        params: { value, damage: damageOf(value, days) },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

function damageOf(
  value: string,
  days: string[],
): 'serial' | 'ambiguous' | 'no-such-day' | 'year' | undefined {
  if (/^\d{5}(\.\d+)?$/.test(value)) return 'serial';
  if (/^(0\d{3}|\d{5,})-\d{2}-\d{2}$/.test(value)) return 'year';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'no-such-day';
  return days.length > 1 ? 'ambiguous' : undefined;
}
