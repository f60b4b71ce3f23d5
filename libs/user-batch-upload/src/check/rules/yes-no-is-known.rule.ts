import { yesNo } from '../../columns/cell-values.js';
import { ClosestName } from '../closest-name.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouchedField } from '../touched-cells.js';

const MEANT = new Map([
  ...[
    't',
    'on',
    'x',
    '✓',
    '✔',
    'ja',
    'oui',
    'sí',
    'sì',
    'sim',
    'wahr',
    'vrai',
    'verdadero',
    'vero',
    'verdadeiro',
    'waar',
  ].map((word) => [word, 'Yes'] as const),
  ...['f', 'off', 'nein', 'nee', 'non', 'falsch', 'faux', 'falso', 'onwaar'].map(
    (word) => [word, 'No'] as const,
  ),
]);

@RowRule()
export class YesNoIsKnown implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void {
    const near = new ClosestName(['Yes', 'No']);
    eachTouchedField(rows, context, 'YES_NO', (value, row, { label }) => {
      if (yesNo(value)) return;
      const suggestion = MEANT.get(value.toLowerCase()) ?? near.of(value);
      row.report({
        column: label,
        code: 'YES_NO_INVALID',
        params: { value },
        ...(suggestion && { suggestion }),
      });
    });
  }
}
