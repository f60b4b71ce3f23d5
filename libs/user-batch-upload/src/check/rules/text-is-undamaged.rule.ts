import { cellDamage, cleanedIn } from '../../columns/cell-damage.js';
import type { Column } from '../../columns/column.js';
import { textDamage } from '../../columns/text-damage.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedText } from '../touched-cells.js';

const NAMES = ['First Name', 'Last Name'];

@RowRule()
export class TextIsUndamaged implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const column of columns) {
      const isName = NAMES.includes(column.header);
      if (!isName && column.field?.kind !== 'TEXT') continue;
      eachTouchedText(rows, column.header, (value, row) => {
        const damage = textDamage(value, isName);
        if (!damage) return;
        const { kind } = damage;
        const repaired = usable(damage.repaired, column);
        row.report({
          column: column.header,
          code: 'TEXT_DAMAGED',
          severity: 'warning',
          params: { value, kind, repaired },
          ...(repaired !== undefined && { suggestion: repaired }),
        });
      });
    }
  }
}

/** The repaired text, unless a cell can't have it: an entity may be a control character. */
function usable(repaired: string | undefined, column: Column): string | undefined {
  if (repaired === undefined) return undefined;
  const clean = cleanedIn(repaired, column);
  const isFilled = column.field ? clean !== '' : /[\p{L}\p{N}]/u.test(clean);
  return isFilled && !cellDamage(clean, column) ? clean : undefined;
}
