import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Problem, Row } from '../api-types.js';
import './cell-field.js';
import { cellText, editedText } from './cell-text.js';
import { changesView } from './changes-view.js';
import type { PageStore } from '../page-store.js';
import { withMarkup, type Words } from '../words.js';

/** Below a row: its wrong and its changed cells, or all of them. In review they are fields. */
export function rowDetails(
  store: PageStore,
  row: Row,
  isOpen: boolean,
): TemplateResult | typeof nothing {
  const isUnfolded = store.rows.unfolded.has(row.line);
  const columns = Object.keys(row.cells).filter(
    (column) =>
      isUnfolded ||
      store.rows.draftOf(row.line, column) ||
      row.edited?.[column] !== undefined ||
      row.problems.some((problem) => problem.column === column),
  );
  const isField = (column: string): boolean => isOpen && columns.includes(column);
  const others = row.problems.filter(({ column }) => !isField(column));
  const changes = changesView(store.rows, row);
  const hasCells = isOpen ? columns.length > 0 : isUnfolded;
  if (!hasCells && others.length === 0 && changes === nothing) return nothing;
  return html`${problemsView(store.words, others)} ${changes}
  ${
    isOpen
      ? html`<div class="fields">
          ${repeat(
            columns,
            (column) => column,
            (column) =>
              html`<ubu-cell-field .store=${store} .row=${row} .column=${column}></ubu-cell-field>`,
          )}
        </div>`
      : isUnfolded
        ? cellsView(store, row)
        : nothing
  }`;
}

const cellsView = (store: PageStore, row: Row): TemplateResult =>
  html`<dl class="cells">
    ${Object.entries(row.cells).map(
      ([column, text]) =>
        html`<div>
          <dt>${column}</dt>
          <dd>
            ${cellText(store.rows, row, [column], text) || html`<span class="muted">${store.words.review.empty}</span>`}
            <div class="muted">${editedText(store.words, row, column)}</div>
          </dd>
        </div>`,
    )}
  </dl>`;

function problemsView(
  { review: texts }: Words,
  problems: Problem[],
): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  return html`<ul class="faults">
    ${problems.map(
      ({ column, severity, message, suggestion }) =>
        html`<li class=${severity}>
          <b>${severity === 'warning' ? `${texts.warning}, ` : nothing}${column || texts.row}:</b>
          ${message}${suggestion && !message.includes(suggestion) ? html` ${withMarkup(texts.didYouMean, html`<strong>${suggestion}</strong>`)}` : nothing}
        </li>`,
    )}
  </ul>`;
}
