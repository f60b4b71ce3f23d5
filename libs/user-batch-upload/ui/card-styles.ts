import { css } from 'lit';

/** On a narrow screen each row becomes a card with its boxes on the first line. */
export const cardStyles = css`
  @media (max-width: 900px) {
    .tools {
      grid-template-columns: minmax(0, 1fr);
    }
    .problems {
      padding-top: 0;
    }
    table,
    tbody,
    thead,
    tr,
    td,
    tbody th {
      display: block;
      width: auto;
    }
    table,
    table.old {
      border: 0;
      background: none;
    }
    table.old tbody tr {
      background: var(--surface);
    }
    caption {
      display: block;
    }
    thead tr {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
    }
    thead th:not(.box) {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    thead th.box {
      width: auto;
      flex: 1 1 9rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      display: block;
    }
    tbody tr {
      display: grid;
      grid-template-columns: 1fr auto auto;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      margin: 0.75rem 0;
      padding: 0.4rem 0.25rem;
      background: var(--background);
    }
    tbody td,
    tbody th {
      border: 0;
      padding: 0.3rem 0.75rem;
      width: auto;
    }
    tbody :is(td, th):not(.box) {
      grid-column: 1 / -1;
    }
    tbody td[data-label='Line']:not(.box) {
      grid-area: 1 / 1;
    }
    tbody td.box {
      grid-area: 1 / 3;
    }
    tbody td.box:has(+ .box) {
      grid-area: 1 / 2;
    }
    tbody td.box:not(:has(input)) {
      display: none;
    }
    tbody td[data-label]::before {
      content: attr(data-label) ' ';
      color: var(--muted);
      font-size: 0.85rem;
      font-weight: 400;
    }
    td.box,
    th.box {
      width: auto;
    }
  }
`;
