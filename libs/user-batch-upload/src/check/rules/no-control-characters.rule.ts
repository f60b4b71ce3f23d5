import { problemMessage } from '../../problems/problem-messages.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedText } from '../touched-cells.js';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const LOST = '\uFFFD';

@RowRule()
export class NoControlCharacters implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const { header, field } of columns)
      eachTouchedText(rows, header, (value, row) => {
        const text = field?.kind === 'TEXT' ? value.replace(/[\r\n]/g, '') : value;
        const damaged = text.includes(LOST);
        if (damaged || CONTROL.test(text))
          row.report({
            column: header,
            code: 'CONTROL_CHARACTER',
            message: problemMessage('CONTROL_CHARACTER', { value, damaged }),
          });
      });
  }
}
