import { isPlaceholder } from '../../columns/internal-id.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedText } from '../touched-cells.js';

const NAMES = ['First Name', 'Last Name'];
/** In this spelling, they are names of people. */
const GIVEN_NAMES = ['Nan', 'Nil'];

/** A placeholder as a name, or in place of a text that the user has. */
@RowRule()
export class TextIsNoPlaceholder implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const { header: column, field } of columns) {
      const isName = NAMES.includes(column);
      if (!isName && field?.kind !== 'TEXT') continue;
      eachTouchedText(rows, column, (value, row) => {
        if (!isPlaceholder(value) || (isName && GIVEN_NAMES.includes(value))) return;
        const before = field && (row.user?.customFields[field.id] ?? '');
        if (before === '') return;
        row.report({
          column,
          code: 'PLACEHOLDER',
          severity: 'warning',
          params: { value, column, before },
        });
      });
    }
  }
}
