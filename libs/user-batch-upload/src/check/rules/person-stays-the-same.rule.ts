import { foldCase } from '../../columns/fold-case.js';
import { userName, wholeName } from '../../columns/user-cells.js';
import type { UserRecord } from '../../ports/users.port.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const [FIRST, LAST] = ['First Name', 'Last Name'] as const;

/** An ID that was given to another person would hand an account to somebody else. Names that moved to other rows are found when all rows are checked. */
@RowRule()
export class PersonStaysTheSame implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows) {
      const { user } = row;
      if (!user || !row.touches('Email Address') || !(row.touches(FIRST) || row.touches(LAST)))
        continue;
      const [first, last] = [row.after(FIRST), row.after(LAST)];
      if (!isWholeName(user, first, last)) continue;
      row.report({
        column: row.touches(FIRST) ? FIRST : LAST,
        code: 'PERSON_REPLACED',
        severity: 'warning',
        params: {
          before: userName(user),
          after: wholeName(first, last),
          isOther: false,
        },
      });
    }
  }
}

/** Nothing of the name stays: who marries keeps the first name. */
const isWholeName = (user: UserRecord, first: string, last: string): boolean =>
  foldCase(first) !== foldCase(user.firstName) &&
  (foldCase(last) !== foldCase(user.lastName) || last === '' || user.lastName === '');
