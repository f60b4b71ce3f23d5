import { problemMessage } from '../../load/messages.js';
import { isPlainNumber } from '../../template/cell-values.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { isScientific } from '../scientific.js';
import { eachTouchedField } from '../touched-cells.js';

@RowRule()
export class NumberIsPlain implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    eachTouchedField(rows, context, 'NUMBER', (value, row, { label }) => {
      if (isPlainNumber(value)) return;
      const damage = isScientific(value) ? 'scientific' : isAmbiguous(value) ? 'ambiguous' : undefined;
      const suggestion = damage ? undefined : plain(value);
      row.report({
        column: label,
        code: 'NUMBER_INVALID',
        message: problemMessage('NUMBER_INVALID', { value, damage }),
        ...(suggestion && { suggestion }),
      });
    });
  }
}

/** `1,500` is a thousand and a half in one country, and one and a half in another. */
const isAmbiguous = (value: string): boolean => /^[-+]?\d{1,3},\d{3}$/.test(value);

function plain(value: string): string | undefined {
  const bare = value.replace(/[\s$€£%']/g, '').replace(/^\+/, '').replace(/^\u2212/, '-');
  const candidates = [
    bare,
    /^-?\d+,\d+$/.test(bare) && !isAmbiguous(bare) ? bare.replace(',', '.') : '',
    /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) && !isAmbiguous(bare) ? bare.replaceAll(',', '') : '',
    /^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare) ? bare.replaceAll('.', '').replace(',', '.') : '',
    /^-?\.\d+$/.test(bare) ? bare.replace('.', '0.') : '',
    /^-?\d+\.$/.test(bare) ? bare.slice(0, -1) : '',
  ];
  return candidates.find(isPlainNumber);
}
