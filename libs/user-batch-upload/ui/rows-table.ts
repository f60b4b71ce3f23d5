import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RowsPage } from './api-types.js';
import { headBoxes } from './boxes.js';
import type { PageStore } from './page-store.js';
import { rowView } from './row-view.js';
import { number } from './words.js';

/** A page of rows, with boxes and fields during review and with outcomes afterwards. */
export function rowsTable(store: PageStore, page: RowsPage): TemplateResult {
  const { rows } = store;
  const isOpen = store.load?.status === 'STAGED';
  const classes = [
    'rows',
    isOpen ? 'review' : 'outcome',
    rows.isCurrent ? '' : 'old',
    page.selection.boxes > 0 ? '' : 'no-boxes',
  ].join(' ');
  // The explicit roles keep rows and cells for browsers that go by their layout.
  return html`<table aria-busy=${rows.isReading} class=${classes}>
    <caption tabindex="-1">
      ${caption(page)}${rows.isReading ? ' · loading other rows…' : nothing}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th scope="col" role="columnheader">Line</th>
        ${isOpen ? headBoxes(rows, page) : nothing}
        ${['Name and email', 'Office', 'Status', 'Phone', isOpen ? 'What would happen' : 'What happened'].map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}
        <th scope="col" role="columnheader" class="strip"><span class="sr">Details</span></th>
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

const caption = ({ total, page, pageSize, items }: RowsPage): string =>
  items.length === 0
    ? 'No rows'
    : `Rows ${number((page - 1) * pageSize + 1)} to ${number((page - 1) * pageSize + items.length)} of ${number(total)}`;
