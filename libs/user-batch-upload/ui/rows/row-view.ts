import { html, nothing, type TemplateResult } from 'lit';
import type { Row } from '../api-types.js';
import { rowBoxes } from './boxes.js';
import { addressText, cellText, nameOf } from './cell-text.js';
import { changesButton } from './changes-view.js';
import type { PageStore } from '../page-store.js';
import { rowDetails } from './row-details.js';

/** A row: who it is about, what it writes and does, and below that its problems, or all of its cells. */
export function rowView(store: PageStore, row: Row, isOpen: boolean): TemplateResult {
  const { rows, words } = store;
  const texts = words.review;
  const isUnfolded = rows.unfolded.has(row.line);
  const details = rowDetails(store, row, isOpen);
  const name =
    cellText(rows, row, ['First Name', 'Last Name'], nameOf(row)) ||
    html`<span class="muted">${texts.noName}</span>`;
  return html`<tr role="row">
    <td role="cell" class="line" data-label=${texts.line}>${row.line}</td>
    ${isOpen ? rowBoxes(rows, row) : nothing}
    <th scope="row" role="rowheader" class="name">
      ${isOpen ? name : linked(store, row, name)}
      <div class="address">${addressText(rows, row)}</div>
    </th>
    ${short(store, row, texts.office, 'Office')}
    ${short(store, row, texts.status, 'Profile Status')}
    ${short(store, row, texts.phone, 'Mobile Phone')}
    <td role="cell" class="effect">
      ${whatHappens(store, row)}
      ${
        Object.keys(row.cells).length === 0
          ? nothing
          : html`<button
              type="button"
              class="plain"
              aria-label=${texts.allCells + texts.ofLine(row.line)}
              aria-expanded=${isUnfolded}
              @click=${() => rows.unfold(row)}
            >
              ${texts.allCells}
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
  const isWritten = row.outcome ? row.outcome === 'UPDATED' : row.action === 'UPDATE';
  const isNew = isWritten && row.changes.some((change) => change.column === column);
  const state = isWrong ? 'is-wrong' : isNew ? 'is-new' : '';
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
  const { afterwards, review, allOf } = store.words;
  if (outcome === 'SKIPPED' && action === 'INVALID')
    return html`<span class="tag INVALID">${afterwards.rowHadErrors}</span>`;
  return html`<span class="tag ${outcome ?? action}"
      >${outcome ? afterwards.outcomes[outcome] : review.actions[action]}</span
    >
    ${outcomeReason ? html`<div>${outcomeReason}</div>` : nothing}
    ${
      user && matchedBy
        ? html`<div class="matched">
            ${linked(store, row, user.name)}
            <span class="muted"
              >${review.foundBy(matchedBy === 'both' ? allOf(['Internal ID', 'Email Address']) : matchedBy)}</span
            >
          </div>`
        : nothing
    }
    ${changesButton(store.rows, row)}`;
}
