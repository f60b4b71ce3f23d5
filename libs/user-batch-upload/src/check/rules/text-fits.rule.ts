import { problemMessage } from '../../problems/problem-messages.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

/** Names, e-mail and ids. */
const SHORT = 254;
const LONG = 4_000;
const SHORT_COLUMNS = new Set(['Internal ID', 'Email Address', 'First Name', 'Last Name']);

@RowRule()
export class TextFits implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const { header } of columns) {
      const limit = SHORT_COLUMNS.has(header) ? SHORT : LONG;
      eachTouched(rows, header, (value, row) => {
        // An emoji is one character to the person who shortens the text, and two to `length`.
        const length = value.length > limit ? [...value].length : 0;
        if (length > limit)
          row.report({
            column: header,
            code: 'TOO_LONG',
            message: problemMessage('TOO_LONG', { value, length, limit }),
          });
      });
    }
  }
}
