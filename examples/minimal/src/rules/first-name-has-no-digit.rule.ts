import { RowRule, type RowRuleCheck, type RowUnderCheck } from 'user-batch-upload';

/** A warning: the row goes on, and the admin sees it. */
@RowRule()
export class FirstNameHasNoDigit implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows)
      if (row.touches('First Name') && /\d/.test(row.cell('First Name')))
        row.report({
          column: 'First Name',
          code: 'NAME_HAS_DIGIT',
          severity: 'warning',
          message: 'A first name seldom has a digit. Check that the columns are not mixed up.',
        });
  }
}
