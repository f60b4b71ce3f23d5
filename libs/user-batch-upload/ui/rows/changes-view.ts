import { html, nothing, type TemplateResult } from 'lit';
import type { Row } from '../api-types.js';
import { cellText } from './cell-text.js';
import type { RowsStore } from './rows-store.js';

/** An update folds to the number of its changes. */
export function changesButton(rows: RowsStore, row: Row): TemplateResult | typeof nothing {
  if (!hasChanges(row)) return nothing;
  const texts = rows.words.review;
  const label = texts.changes(row.changes.length);
  return html`<button
    type="button"
    class="plain"
    aria-label=${label + texts.ofLine(row.line)}
    aria-expanded=${rows.withChanges.has(row.line)}
    @click=${() => rows.unfoldChanges(row)}
  >
    ${label}
  </button>`;
}

/** The old and the new values of an unfolded update. */
export function changesView(rows: RowsStore, row: Row): TemplateResult | typeof nothing {
  if (!hasChanges(row) || !rows.withChanges.has(row.line)) return nothing;
  const texts = rows.words.review;
  return html`<dl class="cells changes">
    ${row.changes.map(
      ({ column, from, to }) =>
        html`<div>
          <dt>${column}</dt>
          <dd>
            ${from ? html`<del>${cellText(rows, row, [column], from)}</del>` : html`<span class="muted">${texts.empty}</span>`}
            <span aria-hidden="true">→</span><span class="sr">${texts.becomes}</span>
            <ins>${cellText(rows, row, [column], to)}</ins>
          </dd>
        </div>`,
    )}
  </dl>`;
}

const hasChanges = ({ changes, user, action }: Row): boolean =>
  changes.length > 0 && user !== null && action !== 'INVALID';
