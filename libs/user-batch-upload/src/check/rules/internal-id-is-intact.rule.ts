import { problemMessage } from '../../problems/problem-messages.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Internal ID';
/** With its sign, so that an honest id such as `12E5` passes. */
const DAMAGED = /^-?\d+([.,]\d+)?E[+-]\d+$/i;

@RowRule()
export class InternalIdIsIntact implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    eachTouched(rows, COLUMN, (value, row) => {
      if (DAMAGED.test(value))
        row.report({
          column: COLUMN,
          code: 'INTERNAL_ID_INVALID',
          message: problemMessage('INTERNAL_ID_INVALID', { value }),
        });
    });
  }
}
