import { foldCase } from '../../columns/fold-case.js';
import { userName } from '../../columns/user-cells.js';
import { problemMessage } from '../../problems/problem-messages.js';
import type { UserRecord } from '../../ports/users.port.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

const [FIRST, LAST] = ['First Name', 'Last Name'] as const;

/** An ID that was given to another person, or names that moved to other rows, would hand an account to somebody else. */
@RowRule()
export class PersonStaysTheSame implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { matchedUsers }: CheckContext): void {
    const byName = new Map<string, UserRecord>();
    for (const user of matchedUsers) byName.set(nameKey(user.firstName, user.lastName), user);
    for (const row of rows) {
      const { user } = row;
      if (!user || !(row.touches(FIRST) || row.touches(LAST))) continue;
      const [first, last] = [row.after(FIRST), row.after(LAST)];
      if (nameKey(first, last) === nameKey(user.firstName, user.lastName)) continue;
      const other = byName.get(nameKey(first, last));
      const isOther = other !== undefined && other.id !== user.id;
      if (!isOther && !(row.touches('Email Address') && isWholeName(user, first, last))) continue;
      row.report({
        column: row.touches(FIRST) ? FIRST : LAST,
        code: 'PERSON_REPLACED',
        severity: 'warning',
        message: problemMessage('PERSON_REPLACED', {
          before: userName(user),
          after: [first, last].filter(Boolean).join(' '),
          isOther,
        }),
      });
    }
  }
}

const nameKey = (first: string, last: string): string => foldCase(`${first}\n${last}`);

/** Nothing of the name stays: who marries keeps the first name. */
const isWholeName = (user: UserRecord, first: string, last: string): boolean =>
  foldCase(first) !== foldCase(user.firstName) &&
  (foldCase(last) !== foldCase(user.lastName) || last === '' || user.lastName === '');
