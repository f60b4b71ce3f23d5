import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RowsPage } from '../api-types.js';
import { headBoxes } from './boxes.js';
import type { PageStore } from '../page-store.js';
import { rowView } from './row-view.js';
import type { Words } from '../words.js';

/** Their numbers need wider columns. */
const MANY_ROWS = 1_000;

/** A page of rows, with boxes and fields during review and with outcomes afterwards. */
export function rowsTable(store: PageStore, page: RowsPage): TemplateResult {
  const { rows, words } = store;
  const texts = words.review;
  const isOpen = store.load?.status === 'STAGED';
  const classes = [
    'rows',
    isOpen ? 'review' : 'outcome',
    rows.isCurrent ? '' : 'old',
    page.selection.boxes > 0 ? '' : 'no-boxes',
    store.load && store.load.counts.rows >= MANY_ROWS ? 'many' : '',
  ].join(' ');
  // The explicit roles keep rows and cells for browsers that go by their layout.
  return html`<table aria-busy=${rows.isReading} class=${classes}>
    <caption tabindex="-1">
      ${caption(words, page)}${rows.isReading ? ` · ${texts.loadingOthers}` : nothing}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th scope="col" role="columnheader">${texts.line}</th>
        ${isOpen ? headBoxes(rows, page) : nothing}
        ${[texts.nameAndEmail, texts.office, texts.status, texts.phone, isOpen ? texts.wouldHappen : texts.happened].map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}
        <th scope="col" role="columnheader" class="strip">
          <span class="sr">${texts.details}</span>
        </th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(
        page.items,
        ({ line }) => line,
        (row) => rowView(store, row, isOpen),
      )}
    </tbody>
  </table>`;
}

const caption = ({ review, number }: Words, { total, page, pageSize, items }: RowsPage): string => {
  const before = (page - 1) * pageSize;
  return items.length === 0
    ? review.noRows
    : review.rowsOf(number(before + 1), number(before + items.length), number(total));
};
