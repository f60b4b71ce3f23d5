import { textDamage } from '../../columns/text-damage.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedText } from '../touched-cells.js';

const NAMES = ['First Name', 'Last Name'];

@RowRule()
export class TextIsUndamaged implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const { header: column, field } of columns) {
      const isName = NAMES.includes(column);
      if (!isName && field?.kind !== 'TEXT') continue;
      eachTouchedText(rows, column, (value, row) => {
        const damage = textDamage(value, isName);
        if (!damage) return;
        const { kind, repaired } = damage;
        row.report({
          column,
          code: 'TEXT_DAMAGED',
          severity: 'warning',
          params: { value, kind, repaired },
          ...(repaired !== undefined && { suggestion: repaired }),
        });
      });
    }
  }
}
