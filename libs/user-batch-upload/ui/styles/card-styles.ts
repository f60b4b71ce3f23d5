import { css } from 'lit';

/** Where the element is narrow, each row becomes a card with its boxes on the first line. */
export const cardStyles = css`
  @container (max-width: 56rem) {
    table,
    tbody,
    thead,
    caption,
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
    table.no-boxes thead,
    thead th:not(.box) {
      position: absolute !important;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    table.rows thead {
      position: static;
    }
    table.rows thead tr {
      display: flex;
      gap: 0.5rem;
      background: none;
      border: 0;
    }
    table.rows caption {
      padding-inline: 0;
    }
    table.rows thead th.box {
      flex: 1;
      padding: 0.3rem 0.6rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }
    tbody tr,
    table.rows tbody tr {
      display: flex;
      flex-wrap: wrap;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      margin: 0.6rem 0;
      padding: 0.3rem 0.15rem;
      background: var(--background);
    }
    table.old tbody tr {
      background: var(--surface);
    }
    tbody :is(td, th),
    table.rows tbody :is(td, th) {
      flex: 1 0 100%;
      border: 0;
      padding: 0.2rem 0.6rem;
    }
    table.rows tbody :is(.line, .box) {
      flex: none;
    }
    table.rows tbody .box:not(:has(input)) {
      display: none;
    }
    table.rows tbody .short {
      flex: 1 0 min(8.5rem, 100%);
    }
    table.rows tbody .effect {
      flex: 2 0 min(12rem, 100%);
    }
    table.rows tbody .short::before {
      display: inline-block;
      width: 100%;
    }
    /* The field below has it. */
    table.rows.review tbody .short.is-wrong {
      display: none;
    }
    table.rows tbody td.strip {
      padding: 0.4rem 0.6rem;
    }
    tbody td[data-label]::before {
      content: attr(data-label) ' ';
      color: var(--muted);
      font-size: 0.85rem;
      font-weight: 400;
    }
  }
  @media print {
    :is(.sticky, .tools, .fixes, .box) {
      display: none;
    }
  }
`;
