import { nameKey } from '../../columns/same-name.js';
import { ClosestName } from '../closest-name.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Office';

@RowRule()
export class OfficeExists implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { offices, officeLabel }: CheckContext): void {
    const counts = new Map<string, number>();
    for (const { name } of offices) counts.set(nameKey(name), (counts.get(nameKey(name)) ?? 0) + 1);
    const near = new ClosestName([...counts.keys()]);
    eachTouched(rows, COLUMN, (value, row) => {
      const count = counts.get(nameKey(value)) ?? 0;
      if (count === 1) return;
      if (count > 1) {
        row.report({
          column: COLUMN,
          code: 'OFFICE_AMBIGUOUS',
          params: { value, count, officeLabel },
        });
        return;
      }
      const nearest = near.of(value);
      const suggestion = counts.get(nearest ?? '') === 1 ? nearest : undefined;
      row.report({
        column: COLUMN,
        code: 'OFFICE_UNKNOWN',
        params: { value, officeLabel },
        ...(suggestion && { suggestion }),
      });
    });
  }
}
