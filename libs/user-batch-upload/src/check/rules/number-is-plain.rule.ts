import { isPlainNumber } from '../../columns/cell-values.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { isScientific } from '../scientific.js';
import { withoutTextMark } from '../text-mark.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class NumberIsPlain implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'NUMBER', (value, row, { label }) => {
      if (isPlainNumber(value)) return;
      const damage = isScientific(value)
        ? 'scientific'
        : isAmbiguous(value)
          ? 'ambiguous'
          : undefined;
      const suggestion = damage ? undefined : plain(value);
      row.report({
        column: label,
        code: 'NUMBER_INVALID',
        params: { value, damage },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

/** A longer text is not a number, and would make the expressions below slow. */
const LONGEST_NUMBER = 100;

/** What people write around a number, and a sign that a word processor has made nicer. */
const bare = (value: string): string =>
  withoutTextMark(value.slice(0, LONGEST_NUMBER))
    // Full-width digits and signs.
    .normalize('NFKC')
    .replace(/^[\s$€£+]+|[\s$€£]+$/g, '')
    .replace(/^([-\u2212])[\s$€£]*/, '-')
    .replace(
      /^(-?\d{1,3})((?:[\s'\u2019]\d{3})+)(?!\d)/,
      (_, first: string, rest: string) => first + rest.replace(/\D/g, ''),
    );

/** `1,500` is a thousand and a half in one country, and one and a half in another. */
const isAmbiguous = (value: string): boolean => /^-?[1-9]\d{0,2},\d{3}$/.test(bare(value));

function plain(value: string): string | undefined {
  if (value.length > LONGEST_NUMBER) return undefined;
  const number = bare(value);
  const candidates = [
    number,
    /^-?\d+,\d+$/.test(number) ? number.replace(',', '.') : '',
    /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(',', '') : '',
    /^-?\d{1,3}(\.\d{3})+,\d+$/.test(number) ? number.replaceAll('.', '').replace(',', '.') : '',
    /^-?\d{1,3}(\.\d{3}){2,}$/.test(number) ? number.replaceAll('.', '') : '',
    /^-?\.\d+$/.test(number) ? number.replace('.', '0.') : '',
    /^-?\d+\.$/.test(number) ? number.slice(0, -1) : '',
  ];
  return candidates.find(isPlainNumber);
}
