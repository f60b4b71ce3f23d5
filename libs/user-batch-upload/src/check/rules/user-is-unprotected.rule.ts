import { Users } from '../../ports/users.port.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

/** Checks rows one by one. `LastAdministrators` checks all rows together that an active administrator is left. */
@RowRule()
export class UserIsUnprotected implements RowRuleCheck {
  constructor(private readonly users: Users) {}

  async check(rows: readonly RowUnderCheck[], { actor }: CheckContext): Promise<void> {
    const ids = new Set(rows.flatMap(({ user }) => (user ? [user.id] : [])));
    if (ids.size === 0) return;
    const changeable = new Set(await this.users.findChangeable(actor, [...ids]));
    for (const row of rows) {
      if (!row.user) continue;
      if (!changeable.has(row.user.id)) refuse(row, 'Email Address', 'more-rights');
      else if (row.user.id === actor.userId)
        for (const column of OWN_COLUMNS)
          if (row.touches(column)) refuse(row, column, 'own-record');
    }
  }
}

/** Nobody may change these columns of their own record, because they could lock themselves out. */
export const OWN_COLUMNS = ['Email Address', 'Profile Status'] as const;

function refuse(
  row: RowUnderCheck,
  column: (typeof OWN_COLUMNS)[number],
  reason: 'more-rights' | 'own-record',
): void {
  row.report({
    column,
    code: 'PROTECTED_USER',
    params: { reason },
  });
}
