import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { Row, RowsPage } from '../api-types.js';
import { nameOf, start } from './cell-text.js';
import type { RowsStore } from './rows-store.js';
import { hasBox } from './row-totals.js';

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

/** The boxes for all rows of the filter. */
export function headBoxes(
  rows: RowsStore,
  { selection, total, pageSize }: RowsPage,
): TemplateResult {
  const { review: texts, number } = rows.words;
  const pages = Math.ceil(total / pageSize);
  const shown = (of: number) => (pages > 1 ? texts.rowsOnPages(of, pages) : texts.rows(of));
  const box = (
    label: (shown: string) => string,
    name: 'selected' | 'email',
    on: number,
    of: number,
  ) =>
    boxView({
      label: label(shown(of)),
      checked: of > 0 && on === of,
      isMixed: on > 0 && on < of,
      onItsWay: rows.changes.onItsWay('all', name),
      isDisabled: of === 0 || !rows.isCurrent,
      set: (ticked) => void rows.changes.tickAll({ [name]: ticked }),
    });
  const { selected, boxes, emails, emailBoxes } = selection;
  return html`<th scope="col" role="columnheader" class="box">
      ${box(texts.includeAll, 'selected', selected, boxes)}
      <span class="muted">${texts.someOf(number(selected), number(boxes))}</span>
      <span class="title">${breakable(texts.includeUsers)}</span>
    </th>
    <th scope="col" role="columnheader" class="box">
      ${box(texts.emailAll, 'email', emails, emailBoxes)}
      <span class="muted">${texts.someOf(number(emails), number(emailBoxes))}</span>
      <span class="title">${texts.email}</span>
    </th>`;
}

/** Lets words break at a slash. */
const breakable = (text: string) =>
  text.split('/').map((part, index) => (index > 0 ? html`/<wbr />${part}` : part));

/** The boxes of a row. */
export function rowBoxes(rows: RowsStore, row: Row): TemplateResult {
  const texts = rows.words.review;
  const who = start(nameOf(row) || row.cells['Email Address'] || '') + texts.ofLine(row.line);
  const { line, selected, email, hasEmailBox } = row;
  const isTicked = rows.changes.onItsWay(line, 'selected') ?? selected;
  return html`<td role="cell" class="box" data-label=${texts.include}>
      ${
        hasBox(row)
          ? boxView({
              label: row.action === 'CREATE' ? texts.createRow(who) : texts.updateRow(who),
              checked: selected,
              onItsWay: rows.changes.onItsWay(line, 'selected'),
              isDisabled: !rows.isCurrent,
              set: (ticked) => void rows.changes.tick(row, { selected: ticked }),
            })
          : nothing
      }
    </td>
    <td role="cell" class="box" data-label=${texts.email}>
      ${
        hasEmailBox
          ? boxView({
              label: texts.emailRow(who),
              checked: email,
              onItsWay: rows.changes.onItsWay(line, 'email'),
              isDisabled: !rows.isCurrent || !isTicked,
              set: (ticked) => void rows.changes.tick(row, { email: ticked }),
            })
          : nothing
      }
    </td>`;
}
