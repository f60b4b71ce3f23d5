import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Row, RowsPage } from './api-types.js';
import { hasEmailBox, type RowsStore } from './rows-store.js';
import { count, number } from './words.js';

const ACTIONS: Record<Row['action'], string> = {
  CREATE: 'Create',
  UPDATE: 'Update',
  UNCHANGED: 'Unchanged',
  INVALID: 'Has errors',
};

/** A page of rows, with boxes during review and with outcomes afterwards. */
export function rowsTable(rows: RowsStore, page: RowsPage, isOpen: boolean): TemplateResult {
  return html`<table aria-busy=${rows.isReading} class=${rows.isCurrent ? '' : 'old'}>
    <caption tabindex="-1">
      ${caption(page)}${rows.isReading ? ' · loading other rows…' : nothing}
    </caption>
    <thead>
      <tr>
        <th scope="col">Line</th>
        <th scope="col">Name</th>
        <th scope="col" class="email">E-mail address</th>
        <th scope="col">${isOpen ? 'What would happen' : 'What happened'}</th>
        ${isOpen ? headBoxes(rows, page) : nothing}
      </tr>
    </thead>
    <tbody>
      ${repeat(
        page.items,
        ({ line }) => line,
        (row) =>
          html`<tr>
            <td data-label="Line">${row.line}</td>
            <th scope="row">
              ${cell(rows, row, ['First Name', 'Last Name'], nameOf(row)) || html`<span class="muted">No name</span>`}${faultsOf(row, ['First Name', 'Last Name'])}
            </th>
            <td data-label="E-mail address">
              ${address(rows, row)}${faultsOf(row, ['Email Address'])}
            </td>
            <td>${whatHappens(rows, row)}</td>
            ${isOpen ? rowBoxes(rows, row) : nothing}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const caption = ({ total, page, pageSize, items }: RowsPage): string =>
  items.length === 0
    ? 'No rows'
    : `Rows ${number((page - 1) * pageSize + 1)} to ${number((page - 1) * pageSize + items.length)} of ${number(total)}`;

interface Box {
  label: string;
  /** The saved state. */
  checked: boolean;
  isMixed?: boolean;
  /** The unsaved state, until the platform has responded. */
  onItsWay: boolean | undefined;
  isDisabled: boolean;
  set(checked: boolean): void;
}

/** Always shows the saved state. While a tick is being saved, the box keeps the focus and ignores presses. */
const boxView = ({ label, checked, isMixed = false, onItsWay, isDisabled, set }: Box) => {
  const isBusy = onItsWay !== undefined;
  return html`<input
    type="checkbox"
    aria-label=${label}
    aria-busy=${ifDefined(isBusy || undefined)}
    aria-disabled=${ifDefined(isBusy || undefined)}
    ?disabled=${isDisabled && !isBusy}
    .checked=${live(onItsWay ?? checked)}
    .indeterminate=${live(isMixed && !isBusy)}
    @click=${(event: Event) => isBusy && event.preventDefault()}
    @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
  />`;
};

function headBoxes(rows: RowsStore, { selection, total, pageSize }: RowsPage): TemplateResult {
  const pages = total > pageSize ? ` on ${count(Math.ceil(total / pageSize), 'page')}` : '';
  const box = (what: string, name: 'selected' | 'email', on: number, of: number) =>
    boxView({
      label: `${what} all rows shown: ${count(of, 'row')}${pages}`,
      checked: of > 0 && on === of,
      isMixed: on > 0 && on < of,
      onItsWay: rows.onItsWay('all', name),
      isDisabled: of === 0 || !rows.isCurrent,
      set: (ticked) => void rows.tickAll({ [name]: ticked }),
    });
  return html`<th scope="col" class="box">
      ${box('Create/Update', 'selected', selection.selected, selection.boxes)} Create/<wbr />Update
      Users (Y/N)<br /><span class="muted"
        >${number(selection.selected)} of ${number(selection.boxes)}</span
      >
    </th>
    <th scope="col" class="box">
      ${box('Email', 'email', selection.emails, selection.emailBoxes)} Email<br /><span
        class="muted"
        >${number(selection.emails)} of ${number(selection.emailBoxes)}</span
      >
    </th>`;
}

function rowBoxes(rows: RowsStore, row: Row): TemplateResult {
  const canAct = row.action === 'CREATE' || row.action === 'UPDATE';
  const who = `${start(nameOf(row) || row.cells['Email Address'] || '')}, line ${row.line}`;
  const selected = rows.onItsWay(row.line, 'selected') ?? row.selected;
  return html`<td class="box" data-label="Create/Update">
      ${
        canAct
          ? boxView({
              label: `${ACTIONS[row.action]} ${who}`,
              checked: row.selected,
              onItsWay: rows.onItsWay(row.line, 'selected'),
              isDisabled: !rows.isCurrent,
              set: (ticked) => void rows.tick(row, { selected: ticked }),
            })
          : nothing
      }
    </td>
    <td class="box" data-label="Email">
      ${
        hasEmailBox(row)
          ? boxView({
              label: `Email ${who}`,
              checked: row.email,
              onItsWay: rows.onItsWay(row.line, 'email'),
              isDisabled: !rows.isCurrent || !selected,
              set: (ticked) => void rows.tick(row, { email: ticked }),
            })
          : nothing
      }
    </td>`;
}

const nameOf = ({ cells, user }: Row): string =>
  [cells['First Name'], cells['Last Name']].filter(Boolean).join(' ') || user?.name || '';

/** Longer texts are folded: a cell can be as long as a book. */
const SHOWN_CHARACTERS = 200;

const start = (text: string): string =>
  text.length > SHOWN_CHARACTERS
    ? // Don't cut an emoji in half.
      `${text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`
    : text;

/** The text of these columns of a row. */
function cell(rows: RowsStore, row: Row, columns: string[], text: string): TemplateResult | string {
  const isStart = text !== '' && columns.some((column) => row.truncated.includes(column));
  if (!isStart && text.length <= SHOWN_CHARACTERS) return text;
  return html`<details @toggle=${() => isStart && void rows.readWhole(row)}>
    <summary>${isStart ? `${text.slice(0, SHOWN_CHARACTERS)}…` : start(text)}</summary>
    ${isStart ? 'Loading the rest…' : text}
  </details>`;
}

/** Lets an address break at its @. */
function address(rows: RowsStore, row: Row): TemplateResult | string {
  const email = row.cells['Email Address'] ?? '';
  const at = email.lastIndexOf('@');
  return at < 1 || email.length >= SHOWN_CHARACTERS
    ? cell(rows, row, ['Email Address'], email)
    : html`${email.slice(0, at)}<wbr />${email.slice(at)}`;
}

const BESIDE_THE_CELL = ['First Name', 'Last Name', 'Email Address'];

function whatHappens(rows: RowsStore, row: Row): TemplateResult {
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
                    ${from ? html`<del>${cell(rows, row, [column], from)}</del>` : html`<span class="muted">empty</span>`}
                    <span aria-hidden="true">→</span><span class="sr">becomes</span>
                    <ins>${cell(rows, row, [column], to)}</ins>
                  </dd>`,
            )}
          </dl>`
        : nothing
    }
    ${faultsOf(row, others)}`;
}

const sentence = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

function faultsOf({ problems }: Row, columns: string[]): TemplateResult | typeof nothing {
  const here = problems.filter(({ column }) => columns.includes(column));
  if (here.length === 0) return nothing;
  return html`<ul class="faults">
    ${here.map(
      ({ column, severity, message, suggestion }) =>
        html`<li class=${severity}>
          <b>${severity === 'warning' ? 'Warning, ' : nothing}${column || 'Row'}:</b>
          ${message}${suggestion ? html` Did you mean <strong>${suggestion}</strong>?` : nothing}
        </li>`,
    )}
  </ul>`;
}
