import { html, nothing, type TemplateResult } from 'lit';
import type { Row } from './api-types.js';
import { rowBoxes } from './boxes.js';
import { addressText, cellText, nameOf } from './cell-text.js';
import { changesButton } from './changes-view.js';
import type { PageStore } from './page-store.js';
import { rowDetails } from './row-details.js';

const ACTIONS: Record<Row['action'], string> = {
  CREATE: 'Create',
  UPDATE: 'Update',
  UNCHANGED: 'Unchanged',
  INVALID: 'Has errors',
};
const OUTCOMES: Record<string, string> = {
  CREATED: 'Created',
  UPDATED: 'Updated',
  UNCHANGED: 'Unchanged',
  SKIPPED: 'Not included',
  CONFLICT: 'Conflict',
  FAILED: 'Failed',
};

/** A row: who it is about, what it writes and does, and below that its problems, or all of its cells. */
export function rowView(store: PageStore, row: Row, isOpen: boolean): TemplateResult {
  const { rows } = store;
  const isUnfolded = rows.unfolded.has(row.line);
  const details = rowDetails(store, row, isOpen);
  const name =
    cellText(rows, row, ['First Name', 'Last Name'], nameOf(row)) ||
    html`<span class="muted">No name</span>`;
  return html`<tr role="row">
    <td role="cell" class="line" data-label="Line">${row.line}</td>
    ${isOpen ? rowBoxes(rows, row) : nothing}
    <th scope="row" role="rowheader" class="name">
      ${isOpen ? name : linked(store, row, name)}
      <div class="address">${addressText(rows, row)}</div>
    </th>
    ${short(store, row, 'Office', 'Office')} ${short(store, row, 'Status', 'Profile Status')}
    ${short(store, row, 'Phone', 'Mobile Phone')}
    <td role="cell" class="effect">
      ${whatHappens(store, row)}
      ${
        Object.keys(row.cells).length === 0
          ? nothing
          : html`<button
              type="button"
              class="plain"
              aria-label="All cells, line ${row.line}"
              aria-expanded=${isUnfolded}
              @click=${() => rows.unfold(row)}
            >
              All cells
            </button>`
      }
    </td>
    ${details === nothing ? nothing : html`<td role="cell" class="strip">${details}</td>`}
  </tr>`;
}

/** What the row writes in this column. An update keeps the user's value where its cell is empty. */
function short({ rows }: PageStore, row: Row, label: string, column: string): TemplateResult {
  const text = row.cells[column] ?? '';
  const isWrong = row.problems.some(
    (problem) => problem.column === column && problem.severity === 'error',
  );
  const isNew = row.changes.some((change) => change.column === column);
  const state = isWrong ? 'is-wrong' : isNew && row.action === 'UPDATE' ? 'is-new' : '';
  const isDefault = column === 'Profile Status' && row.action === 'CREATE';
  return html`<td role="cell" class="short ${state}" data-label=${label}>
    ${cellText(rows, row, [column], text) || html`<span class="muted">${isDefault ? 'INACTIVE' : '–'}</span>`}
  </td>`;
}

/** A name as a link to its user, if the host has pages for them. */
const linked = ({ userHref }: PageStore, { user }: Row, name: unknown): unknown =>
  user && userHref
    ? html`<a href=${userHref.replace('{id}', encodeURIComponent(user.id))}>${name}</a>`
    : name;

function whatHappens(store: PageStore, row: Row): TemplateResult {
  const { user, outcome, outcomeReason, action, matchedBy } = row;
  if (outcome === 'SKIPPED' && action === 'INVALID')
    return html`<span class="tag INVALID">Had errors</span>`;
  return html`<span class="tag ${outcome ?? action}"
      >${outcome ? OUTCOMES[outcome] : ACTIONS[action]}</span
    >
    ${outcomeReason ? html`<div>${outcomeReason}</div>` : nothing}
    ${
      user && matchedBy
        ? html`<div class="matched">
            ${linked(store, row, user.name)}
            <span class="muted">found by ${KEYS[matchedBy]}</span>
          </div>`
        : nothing
    }
    ${changesButton(store.rows, row)}`;
}

const KEYS = {
  'Internal ID': 'Internal ID',
  'Email Address': 'Email Address',
  both: 'Internal ID and Email Address',
};
