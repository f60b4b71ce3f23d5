import { isDay } from '../../columns/cell-values.js';
import { readDate } from '../read-date.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class DateExists implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'DATE', (value, row, { label }) => {
      if (isDay(value)) return;
      const meant = readDate(value);
      const days = meant.filter(isDay);
      const suggestion = days.length === 1 ? days[0] : undefined;
      row.report({
        column: label,
        code: 'DATE_INVALID',
        params: { value, damage: days.length > 1 ? 'ambiguous' : damageOf(value, meant) },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

function damageOf(
  value: string,
  meant: readonly string[],
): 'serial' | 'no-such-day' | 'year' | undefined {
  if (/^\d{5}(\.\d+)?$/.test(value)) return 'serial';
  if (/^\d{5,}-\d{2}-\d{2}$/.test(value)) return 'year';
  const [day] = meant;
  if (day === undefined || meant.some(isDay)) return undefined;
  return day < '1000' ? 'year' : 'no-such-day';
}
