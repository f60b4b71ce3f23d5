import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { isScientific } from '../scientific.js';
import { withoutTextMark } from '../text-mark.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Mobile Phone';

@RowRule()
export class PhoneHasTenDigits implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    eachTouched(rows, COLUMN, (value, row) => {
      if (/^\d{10}$/.test(value)) return;
      const damage = isScientific(value)
        ? 'scientific'
        : /^\d{9}$/.test(value)
          ? 'lost-zero'
          : undefined;
      const suggestion = damage ? undefined : tenDigits(value);
      row.report({
        column: COLUMN,
        code: 'PHONE_INVALID',
        params: { value, damage },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

/** The ten digits behind separators, full-width digits, a `tel:`, a mark of text, a North American 1, or a spreadsheet's `.0`. */
function tenDigits(value: string): string | undefined {
  const written = withoutTextMark(value)
    .normalize('NFKC')
    .replace(/^(tel|phone|mobile):\s*/i, '')
    .replace(/\.0+$/, '');
  if (/[^\d\s().+\-/\u2010-\u2015\u00a0]/.test(written)) return undefined;
  const digits = written.replace(/\D/g, '');
  if (digits.length === 10 && !written.startsWith('+')) return digits;
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : undefined;
}
