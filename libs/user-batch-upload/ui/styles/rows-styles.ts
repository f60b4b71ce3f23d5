import { css } from 'lit';

/** The rows of a load: a grid of fixed columns, and below each row its details over the whole width. */
export const rowsStyles = css`
  table.rows,
  table.rows :is(thead, tbody, caption) {
    display: block;
  }
  table.rows {
    --columns: 3.75rem minmax(0, 2.1fr) repeat(2, minmax(0, 1.1fr)) minmax(8.5rem, 1.1fr)
      minmax(0, 1.7fr);
  }
  /* On paper there are no boxes. */
  @media screen {
    table.rows.review {
      --boxes: 8.25rem 6.5rem;
      --columns: 3.75rem var(--boxes) minmax(0, 2.1fr) minmax(0, 1.1fr) minmax(6.25rem, 0.95fr)
        minmax(8.5rem, 1.1fr) minmax(0, 1.75fr);
    }
    /* The numbers beside the boxes for all rows. */
    table.rows.many {
      --boxes: 10.5rem 10.5rem;
    }
    /* Where the columns of the words would become too narrow, the numbers are below the boxes. */
    @container (56rem < width < 64rem) {
      table.rows.many {
        --boxes: 8.25rem 6.5rem;
      }
      table.rows.many th.box .muted {
        display: block;
        white-space: normal;
        padding: 0;
      }
    }
  }
  table.rows tr {
    display: grid;
    grid-template-columns: var(--columns);
    border-bottom: 1px solid var(--line);
  }
  table.rows :is(th, td) {
    border: 0;
    padding: 0.6rem;
  }
  table.rows thead {
    position: sticky;
    top: 0;
    z-index: 1;
  }
  table.rows thead tr {
    background: var(--surface);
  }
  table.rows thead th.strip {
    display: none;
  }
  table.rows caption {
    padding: 0.35rem 0.6rem;
    scroll-margin-top: 4px;
  }
  th.box {
    overflow-wrap: normal;
  }
  th.box .muted {
    font-weight: 400;
    white-space: nowrap;
    padding-left: 0.2rem;
  }
  th.box .title {
    display: block;
    margin-top: 0.2rem;
  }
  table.rows td.strip {
    grid-column: 1 / -1;
    padding: 0 0.75rem 0.9rem 4.35rem;
  }
  .address {
    font-weight: 400;
    font-size: 0.9rem;
    color: var(--muted);
  }
  .is-wrong {
    color: var(--danger);
    text-decoration: underline wavy;
    text-underline-offset: 3px;
  }
  .is-new {
    color: var(--good);
    font-weight: 600;
  }
  .effect {
    font-size: 0.9rem;
  }
  .effect > .tag {
    margin-right: 0.4rem;
  }
  .effect .plain {
    margin-right: 0.6rem;
    font-size: inherit;
    padding: 0;
    min-height: 28px;
  }
  .matched {
    margin-top: 0.2rem;
  }
  dl.changes {
    margin-bottom: 0.75rem;
  }
  del {
    color: var(--danger);
  }
  ins {
    color: var(--good);
    text-decoration: none;
    font-weight: 600;
  }
  .fields,
  dl.cells {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
    gap: 0.75rem 1.25rem;
    margin: 0;
  }
  dl.cells + .fields {
    margin-top: 0.75rem;
  }
  dl.cells dt {
    font-size: 0.85rem;
    color: var(--muted);
  }
  dl.cells dd {
    margin: 0;
  }
  ul.faults {
    margin: 0 0 0.5rem;
    padding-left: 1.1rem;
    font-size: 0.9rem;
  }
  ul.faults b {
    color: var(--danger);
  }
  ul.faults .warning b {
    color: var(--warning);
  }
  table.old {
    background: var(--surface);
    cursor: progress;
  }
  table.old tbody :is(th, td) {
    color: var(--muted);
  }
  .fixes {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 0.5rem 0.9rem;
    margin-bottom: 0.75rem;
  }
  .fixes summary {
    font-weight: 600;
    cursor: pointer;
  }
  :is(.fixes, .done) ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .fixes form {
    display: grid;
    grid-template-columns: minmax(0, 24rem) minmax(0, 16rem) max-content;
    align-items: center;
    gap: 0.4rem 0.75rem;
    padding: 0.3rem 0;
  }
  .fixes .what {
    overflow-wrap: anywhere;
  }
  .fixes form button {
    justify-content: center;
    min-height: 40px;
    padding: 0.3rem 0.9rem;
  }
  .done {
    margin: 0 0 0.5rem;
  }
  @container (max-width: 40rem) {
    .fixes form {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media print {
    table.rows tr {
      break-inside: avoid;
    }
  }
`;
