import { problemMessage } from '../../problems/problem-messages.js';
import { isDay } from '../../columns/cell-values.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class DateExists implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'DATE', (value, row, { label }) => {
      if (isDay(value)) return;
      const days = readings(value);
      const suggestion = days.length === 1 ? days[0] : undefined;
      row.report({
        column: label,
        code: 'DATE_INVALID',
        message: problemMessage('DATE_INVALID', { value, damage: damageOf(value, days) }),
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

const ymd = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** The days that a date written in another way may mean. A two-digit year is nobody's to guess. */
function readings(value: string): string[] {
  const date = value.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M|Z)?$/i, '');
  const yearFirst =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(date) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  if (yearFirst) {
    const [, year = '', month = '', day = ''] = yearFirst;
    return [ymd(year, month, day)].filter(isDay);
  }
  const [, first = '', , second = '', year = ''] =
    /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(date) ?? [];
  if (!year) return [];
  const readAsMonthFirst = ymd(year, first, second);
  const readAsDayFirst = ymd(year, second, first);
  return [...new Set([readAsMonthFirst, readAsDayFirst])].filter(isDay);
}
