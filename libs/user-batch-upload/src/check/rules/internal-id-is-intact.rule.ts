import {
  type InternalIdDamage,
  internalIdDamage,
  maybeScientific,
} from '../../columns/internal-id.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Internal ID';

@RowRule()
export class InternalIdIsIntact implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { isWorkbook }: CheckContext): void {
    eachTouched(rows, COLUMN, (value, row) => {
      const damage = internalIdDamage(value, isWorkbook);
      if (!damage && !maybeScientific(value)) return;
      const suggestion = damage && repaired(value, damage);
      row.report({
        column: COLUMN,
        code: 'INTERNAL_ID_INVALID',
        ...(!damage && { severity: 'warning' }),
        params: { value, damage: damage ?? 'doubt' },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

/** An ID with decimals gets no suggestion: the program that added them may also have removed leading zeros. */
const repaired = (value: string, damage: InternalIdDamage): string | undefined =>
  damage === 'apostrophe' ? value.slice(1) : undefined;
