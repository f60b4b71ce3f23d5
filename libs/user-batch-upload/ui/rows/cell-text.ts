import { html, type TemplateResult } from 'lit';
import type { Row } from '../api-types.js';
import type { Words } from '../words.js';
import { isCut } from './cut-text.js';
import type { RowsStore } from './rows-store.js';

/** Longer texts are folded: a cell can be as long as a book. */
export const SHOWN_CHARACTERS = 200;

export const start = (text: string): string =>
  text.length > SHOWN_CHARACTERS
    ? // Don't cut an emoji in half.
      `${text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`
    : text;

/** The name that the row would write, or the name of its user. */
export const nameOf = ({ cells, user }: Row): string =>
  [cells['First Name'], cells['Last Name']].filter(Boolean).join(' ') || user?.name || '';

/** The text of these columns of a row. A long one shows its start, and all of it on request. */
export function cellText(
  rows: RowsStore,
  row: Row,
  columns: string[],
  text: string,
): TemplateResult | string {
  const isStart =
    text !== '' &&
    columns.some((column) =>
      isCut(row, column, columns.length > 1 ? (row.cells[column] ?? '') : text),
    );
  if (!isStart && text.length <= SHOWN_CHARACTERS) return text;
  return html`<details @toggle=${() => isStart && void rows.readWhole(row.line)}>
    <summary>${isStart ? `${text.slice(0, SHOWN_CHARACTERS)}…` : start(text)}</summary>
    ${isStart ? rows.words.review.loadingRest : text}
  </details>`;
}

/** What was read in a cell that was changed, and who changed it. Undefined if nobody did. */
export function editedText({ review }: Words, row: Row, column: string): string | undefined {
  const edited = row.edited?.[column];
  if (!edited) return undefined;
  const { original, by } = edited;
  if (!original) return review.wasEmpty(by.name);
  return review.was(start(isCut(row, column, original) ? `${original}…` : original), by.name);
}

/** Lets an address break at its @. */
export function addressText(rows: RowsStore, row: Row): TemplateResult | string {
  const email = row.cells['Email Address'] ?? '';
  const at = email.lastIndexOf('@');
  return at < 1 || email.length >= SHOWN_CHARACTERS
    ? cellText(rows, row, ['Email Address'], email)
    : html`${email.slice(0, at)}<wbr />${email.slice(at)}`;
}
