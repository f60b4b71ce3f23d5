import { isEmailAddress } from '../../columns/email-address.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Email Address';

@RowRule()
export class EmailIsValid implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    eachTouched(rows, COLUMN, (value, row) => {
      if (isEmailAddress(value)) return;
      const suggestion = repaired(value);
      row.report({
        column: COLUMN,
        code: 'EMAIL_INVALID',
        params: { value },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

/** A longer text is not a typo, and would make the expressions below slow. */
const LONGEST_REPAIRED = 320;

function repaired(value: string): string | undefined {
  if (value.length > LONGEST_REPAIRED) return undefined;
  // Only if the whole cell is in brackets: a suggestion never drops letters, such as those of a name.
  const repair = value
    .replace(/^<([^<>]+)>$/, '$1')
    .replace(/^mailto:/i, '')
    .replace(/\s*(?:@|[([]at[)\]])\s*/i, '@')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[.,;:]+$/, '')
    .replace(/,/g, '.');
  return isEmailAddress(repair) ? repair : undefined;
}
