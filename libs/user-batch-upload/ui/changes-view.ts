import { html, nothing, type TemplateResult } from 'lit';
import type { Row } from './api-types.js';
import { cellText } from './cell-text.js';
import type { RowsStore } from './rows-store.js';
import { count } from './words.js';

/** The changes of an update: folded to their number, unfolded to old and new values. */
export function changesView(rows: RowsStore, row: Row): TemplateResult | typeof nothing {
  const { changes, line } = row;
  if (changes.length === 0 || row.user === null) return nothing;
  return html`<details class="changes">
    <summary aria-label="${count(changes.length, 'change')}, line ${line}">
      ${count(changes.length, 'change')}
    </summary>
    <dl>
      ${changes.map(
        ({ column, from, to }) =>
          html`<dt>${column}</dt>
            <dd>
              ${from ? html`<del>${cellText(rows, row, [column], from)}</del>` : html`<span class="muted">empty</span>`}
              <span aria-hidden="true">→</span><span class="sr">becomes</span>
              <ins>${cellText(rows, row, [column], to)}</ins>
            </dd>`,
      )}
    </dl>
  </details>`;
}
