import { html, nothing, type TemplateResult } from 'lit';
import type { Row, RowsPage } from './api.js';
import { number } from './words.js';

export interface RowsTable {
  page: RowsPage;
  /** Ticks can be changed: the load is in review. */
  isOpen: boolean;
  tick(row: Row, ticks: { selected?: boolean; email?: boolean }): void;
  tickAll(ticks: { selected?: boolean; email?: boolean }): void;
}

const ACTIONS: Record<Row['action'], string> = {
  CREATE: 'Create',
  UPDATE: 'Update',
  UNCHANGED: 'Unchanged',
  INVALID: 'Has errors',
};

/** The rows of a page, in review with their boxes, afterwards with their outcomes. */
export function rowsTable(table: RowsTable): TemplateResult {
  const { page, isOpen } = table;
  return html`<table>
    <caption>
      ${caption(page)}
    </caption>
    <thead>
      <tr>
        <th scope="col">Line</th>
        <th scope="col">Name</th>
        <th scope="col">E-mail</th>
        <th scope="col">${isOpen ? 'What would happen' : 'What happened'}</th>
        ${isOpen ? headBoxes(table) : nothing}
      </tr>
    </thead>
    <tbody>
      ${page.items.map(
        (row) =>
          html`<tr>
            <td data-label="Line">${row.line}</td>
            <th scope="row">${cell(nameOf(row))}${faultsOf(row, ['First Name', 'Last Name'])}</th>
            <td data-label="E-mail">
              ${address(row.cells['Email Address'] ?? '')}${faultsOf(row, ['Email Address'])}
            </td>
            <td>${whatHappens(row)}</td>
            ${isOpen ? rowBoxes(table, row) : nothing}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const caption = ({ total, page, pageSize, items }: RowsPage): string =>
  items.length === 0
    ? 'No rows'
    : `Rows ${number((page - 1) * pageSize + 1)} to ${number((page - 1) * pageSize + items.length)} of ${number(total)}`;

function headBoxes({ page: { selection }, tickAll }: RowsTable): TemplateResult {
  const box = (label: string, on: number, of: number, set: (ticked: boolean) => void) =>
    html`<input
      type="checkbox"
      aria-label=${label}
      ?disabled=${of === 0}
      .checked=${of > 0 && on === of}
      .indeterminate=${on > 0 && on < of}
      @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
    />`;
  return html`<th scope="col" class="box">
      ${box('Create/Update all rows shown', selection.selected, selection.boxes, (selected) => tickAll({ selected }))}
      Create/Update Users (Y/N)<br /><span class="muted"
        >${number(selection.selected)} of ${number(selection.boxes)}</span
      >
    </th>
    <th scope="col" class="box">
      ${box('Email all rows shown', selection.emails, selection.emailBoxes, (email) => tickAll({ email }))}
      Email<br /><span class="muted"
        >${number(selection.emails)} of ${number(selection.emailBoxes)}</span
      >
    </th>`;
}

function rowBoxes({ tick }: RowsTable, row: Row): TemplateResult {
  const canAct = row.action === 'CREATE' || row.action === 'UPDATE';
  const who = `${start(nameOf(row) || row.cells['Email Address'] || '')}, line ${row.line}`;
  const set = (change: (ticked: boolean) => object) => (event: Event) =>
    tick(row, change((event.target as HTMLInputElement).checked));
  return html`<td class="box" data-label="Create/Update">
      ${
        canAct
          ? html`<input
              type="checkbox"
              aria-label="${ACTIONS[row.action]} ${who}"
              .checked=${row.selected}
              @change=${set((selected) => ({ selected }))}
            />`
          : nothing
      }
    </td>
    <td class="box" data-label="Email">
      ${
        row.action === 'CREATE'
          ? html`<input
              type="checkbox"
              aria-label="Email ${who}"
              .checked=${row.email}
              ?disabled=${!row.selected}
              @change=${set((email) => ({ email }))}
            />`
          : nothing
      }
    </td>`;
}

const nameOf = ({ cells, user }: Row): string =>
  [cells['First Name'], cells['Last Name']].filter(Boolean).join(' ') || user?.name || '';

/** More of a cell is shown where it is asked for: one may be as long as a book. */
const SHOWN_CHARACTERS = 200;

const start = (text: string): string =>
  text.length > SHOWN_CHARACTERS
    ? // Not half of an emoji.
      `${text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`
    : text;

const cell = (text: string): TemplateResult | string =>
  text.length > SHOWN_CHARACTERS
    ? html`<details>
        <summary>${start(text)}</summary>
        ${text}
      </details>`
    : text;

/** Where the column is too narrow, an address goes on at its @. */
function address(email: string): TemplateResult | string {
  const at = email.lastIndexOf('@');
  return at < 1 || email.length > SHOWN_CHARACTERS
    ? cell(email)
    : html`${email.slice(0, at)}<wbr />${email.slice(at)}`;
}

const BESIDE_THE_CELL = ['First Name', 'Last Name', 'Email Address'];

function whatHappens(row: Row): TemplateResult {
  const others = row.problems
    .map(({ column }) => column)
    .filter((column) => !BESIDE_THE_CELL.includes(column));
  const label = row.outcome ?? row.action;
  return html`<span class="tag ${label}"
      >${row.outcome ? sentence(row.outcome) : ACTIONS[row.action]}</span
    >
    ${row.outcomeReason ? html` ${row.outcomeReason}` : nothing}
    ${row.user && row.action === 'UPDATE' ? html` <span class="muted">${row.user.name}</span>` : nothing}
    ${
      row.changes.length > 0 && row.action !== 'INVALID'
        ? html`<dl class="changes">
            ${row.changes.map(
              ({ column, from, to }) =>
                html`<dt>${column}</dt>
                  <dd>
                    ${from ? html`<del>${cell(from)}</del>` : html`<span class="muted">empty</span>`}
                    <span aria-hidden="true">→</span><span class="sr">becomes</span>
                    <ins>${cell(to)}</ins>
                  </dd>`,
            )}
          </dl>`
        : nothing
    }
    ${row.notices.map(({ message }) => html`<p class="muted">${message}</p>`)}
    ${faultsOf(row, others)}`;
}

const sentence = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

function faultsOf({ problems }: Row, columns: string[]): TemplateResult | typeof nothing {
  const here = problems.filter(({ column }) => columns.includes(column));
  if (here.length === 0) return nothing;
  return html`<ul class="faults">
    ${here.map(
      ({ column, message, suggestion }) =>
        html`<li>
          <b>${column || 'Row'}:</b>
          ${message}${suggestion ? html` Did you mean <strong>${suggestion}</strong>?` : nothing}
        </li>`,
    )}
  </ul>`;
}
