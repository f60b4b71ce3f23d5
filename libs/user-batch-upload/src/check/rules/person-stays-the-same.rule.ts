import { foldCase } from '../../columns/fold-case.js';
import { userName, wholeName } from '../../columns/user-cells.js';
import type { UserRecord } from '../../ports/users.port.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const [FIRST, LAST] = ['First Name', 'Last Name'] as const;

/**
 * If an Internal ID was given to another person, the row would hand the account to them. `MovedNames` finds names that
 * moved to other rows.
 */
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

/** Whether the whole name changes. Somebody who marries keeps the first name. */
const isWholeName = (user: UserRecord, first: string, last: string): boolean =>
  foldCase(first) !== foldCase(user.firstName) &&
  (foldCase(last) !== foldCase(user.lastName) || last === '' || user.lastName === '');
