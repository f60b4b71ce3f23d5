import { problemMessage } from '../../problems/problem-messages.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

/** That an active administrator is left is asked of all rows together, in `CheckChunk`. */
@RowRule()
export class UserIsUnprotected implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { actor }: CheckContext): void {
    for (const row of rows) {
      if (!row.user) continue;
      if (row.user.rank > actor.rank) refuse(row, 'Email Address', 'higher-rank');
      else if (
        row.user.id === actor.userId &&
        row.user.status === 'ACTIVE' &&
        row.touches('Profile Status') &&
        row.after('Profile Status') !== 'ACTIVE'
      )
        refuse(row, 'Profile Status', 'own-record');
    }
  }
}

function refuse(row: RowUnderCheck, column: string, reason: 'higher-rank' | 'own-record'): void {
  row.report({
    column,
    code: 'PROTECTED_USER',
    message: problemMessage('PROTECTED_USER', { reason }),
  });
}
