import { css } from 'lit';

/** Tables, the tools around them, and the content of rows. */
export const tableStyles = css`
  table.old {
    background: var(--surface);
    cursor: progress;
  }
  table.old tbody :is(th, td) {
    color: var(--muted);
  }
  input[aria-busy='true'] {
    opacity: 0.55;
    cursor: progress;
  }
  .rows:focus,
  caption:focus,
  .alert:focus {
    outline: none;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin: 1rem 0;
    padding: 0;
    list-style: none;
  }
  .facts button,
  .problems button {
    font-weight: 500;
    min-height: 36px;
    padding: 0.2rem 0.8rem;
    border-radius: 99px;
  }
  .tools {
    display: grid;
    grid-template-columns: minmax(220px, 1fr) minmax(0, 2fr);
    gap: 1rem 1.5rem;
    align-items: start;
    margin: 1rem 0;
  }
  .problems {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
    padding-top: 1.6rem;
  }
  .problems strong {
    color: var(--danger);
  }
  table {
    border-collapse: collapse;
    width: 100%;
    background: var(--background);
    border: 1px solid var(--line);
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 0.6rem 0.75rem;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  thead th {
    background: var(--surface);
    font-size: 0.85rem;
  }
  td.box,
  th.box {
    width: 8.5rem;
    overflow-wrap: normal;
  }
  th.box input {
    display: block;
    margin-bottom: 0.35rem;
  }
  td:first-child,
  th:first-child {
    overflow-wrap: normal;
  }
  tbody th {
    min-width: 9rem;
    font-weight: 600;
  }
  thead th.email {
    min-width: 13rem;
  }
  input[type='checkbox'] {
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--accent);
    vertical-align: middle;
  }
  .tag {
    display: inline-block;
    font-size: 0.8rem;
    font-weight: 700;
    padding: 0.1rem 0.5rem;
    border-radius: 99px;
    background: var(--surface);
    border: 1px solid var(--line);
    white-space: nowrap;
  }
  .tag.CREATE,
  .tag.CREATED,
  .tag.UPDATED {
    color: var(--good);
    border-color: currentColor;
    background: var(--background);
  }
  .tag.INVALID,
  .tag.FAILED,
  .tag.CONFLICT {
    color: var(--danger);
    border-color: currentColor;
    background: var(--background);
  }
  dl.changes {
    margin: 0.35rem 0 0;
    font-size: 0.9rem;
  }
  dl.changes dt {
    font-weight: 600;
  }
  dl.changes dd {
    margin: 0 0 0.25rem;
  }
  del {
    color: var(--muted);
  }
  ins {
    text-decoration: none;
    font-weight: 600;
  }
  ul.faults {
    font-weight: 400;
    margin: 0.35rem 0 0;
    padding-left: 1.1rem;
    font-size: 0.9rem;
  }
  ul.faults b {
    color: var(--danger);
  }
  ul.faults .warning b {
    color: inherit;
  }
  .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    list-style: none;
    padding: 0;
    margin: 1rem 0;
  }
  .numbers li {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 0.6rem 1rem;
    background: var(--background);
    font-weight: 600;
  }
`;
