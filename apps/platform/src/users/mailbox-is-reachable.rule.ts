import { RowRule, type RowRuleCheck, type RowUnderCheck } from 'user-batch-upload';

const COLUMN = 'Email Address';

/** A rule of this company: RFC 2606 reserves these names, so mail to them never arrives. */
@RowRule()
export class MailboxIsReachable implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows)
      if (row.touches(COLUMN) && /[.@]invalid$/i.test(row.cell(COLUMN)))
        row.report({
          column: COLUMN,
          code: 'MAILBOX_UNREACHABLE',
          message: `“${row.cell(COLUMN)}” ends in “invalid”, where no mail ever arrives. Enter an address that the user reads.`,
        });
  }
}
