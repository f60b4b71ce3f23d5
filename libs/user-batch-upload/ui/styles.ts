import { css } from 'lit';

export const styles = css`
  :host {
    --accent: var(--ubu-accent, #0b5cad);
    --text: var(--ubu-text, #1c2430);
    --muted: var(--ubu-muted, #56606e);
    --line: var(--ubu-line, #d5dae1);
    --surface: var(--ubu-surface, #f5f7f9);
    --danger: var(--ubu-danger, #a4161a);
    --good: #17653b;
    --radius: var(--ubu-radius, 8px);
    display: block;
    color: var(--text);
    font:
      16px/1.5 system-ui,
      sans-serif;
  }
  * {
    box-sizing: border-box;
  }
  h1 {
    font-size: 1.75rem;
    line-height: 1.2;
    margin: 0 0 0.5rem;
  }
  h2 {
    font-size: 1.15rem;
    margin: 2rem 0 0.75rem;
  }
  h1:focus {
    outline: none;
  }
  p {
    margin: 0 0 0.75rem;
  }
  a {
    color: var(--accent);
  }
  .muted {
    color: var(--muted);
  }
  .card {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 1.25rem;
    background: #fff;
  }
  .two {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 1.5rem;
    align-items: start;
  }
  .notes {
    background: var(--surface);
  }
  .notes ul {
    margin: 0;
    padding-left: 1.1rem;
  }
  .notes li {
    margin-bottom: 0.4rem;
  }
  label.field,
  .field > label {
    display: block;
    font-weight: 600;
    margin-bottom: 0.25rem;
  }
  .field {
    margin-bottom: 1.1rem;
  }
  select,
  input[type='search'],
  input[type='file'] {
    font: inherit;
    color: inherit;
    width: 100%;
    padding: 0.5rem 0.6rem;
    min-height: 44px;
    border: 1px solid #8a94a2;
    border-radius: var(--radius);
    background: #fff;
  }
  .drop {
    border: 2px dashed #8a94a2;
    border-radius: var(--radius);
    padding: 1rem;
    background: var(--surface);
  }
  .drop.over {
    border-color: var(--accent);
    background: #eaf2fb;
  }
  .drop p {
    margin: 0.5rem 0 0;
  }
  button,
  .button {
    font: inherit;
    font-weight: 600;
    min-height: 44px;
    padding: 0.5rem 1.1rem;
    border-radius: var(--radius);
    border: 1px solid #8a94a2;
    background: #fff;
    color: var(--text);
    cursor: pointer;
    text-decoration: none;
    display: inline-flex;
    align-items: center;
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: #fff;
  }
  button.danger {
    color: var(--danger);
  }
  button.plain {
    border: 0;
    padding: 0 0.3rem;
    min-height: 32px;
    color: var(--accent);
    background: none;
    text-decoration: underline;
  }
  button:disabled {
    opacity: 0.6;
    cursor: default;
  }
  button[aria-pressed='true'] {
    background: var(--text);
    border-color: var(--text);
    color: #fff;
  }
  /* Not under the bar at the foot of the page. */
  a,
  button,
  input,
  select,
  summary {
    scroll-margin-block: 6rem;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .alert {
    border-left: 4px solid var(--danger);
    background: #fdf1f1;
    padding: 0.75rem 1rem;
    margin: 0 0 1.25rem;
    border-radius: 0 var(--radius) var(--radius) 0;
    overflow-wrap: anywhere;
  }
  .notice {
    border-left: 4px solid #9a6700;
    background: #fff8e5;
    padding: 0.75rem 1rem;
    margin: 0 0 1.25rem;
    overflow-wrap: anywhere;
  }
  .alert p:last-child,
  .notice p:last-child {
    margin-bottom: 0;
  }
  .staying {
    position: sticky;
    top: 0;
    z-index: 2;
  }
  .wrong {
    color: var(--danger);
    font-weight: 600;
    margin: 0.35rem 0 0;
  }
  table.old {
    background: var(--surface);
    cursor: progress;
  }
  table.old tbody th,
  table.old tbody td {
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
  .alert ul {
    margin: 0.5rem 0 0;
    padding-left: 1.2rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
    align-items: center;
    margin: 1rem 0;
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
    background: #fff;
    border: 1px solid var(--line);
  }
  caption {
    text-align: left;
    padding: 0.25rem 0;
    color: var(--muted);
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
    background: #fff;
  }
  .tag.INVALID,
  .tag.FAILED,
  .tag.CONFLICT {
    color: var(--danger);
    border-color: currentColor;
    background: #fff;
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
  progress {
    width: 100%;
    height: 14px;
    accent-color: var(--accent);
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
    background: #fff;
    font-weight: 600;
  }
  dialog {
    border: 0;
    border-radius: var(--radius);
    padding: 1.5rem;
    max-width: min(32rem, calc(100vw - 2rem));
    box-shadow: 0 12px 48px rgb(0 0 0 / 30%);
    color: inherit;
  }
  dialog::backdrop {
    background: rgb(20 30 40 / 50%);
  }
  dialog h2 {
    margin-top: 0;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .pages {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    justify-content: flex-end;
    margin: 0.75rem 0;
  }
  .sticky {
    position: sticky;
    bottom: 0;
    background: #fff;
    border-top: 1px solid var(--line);
    padding: 0.75rem 0;
    z-index: 1;
  }
  @media (max-width: 760px) {
    .two,
    .tools {
      grid-template-columns: minmax(0, 1fr);
    }
    .problems {
      padding-top: 0;
    }
    h1 {
      font-size: 1.4rem;
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
    table {
      border: 0;
      background: none;
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
      border: 1px solid var(--line);
      border-radius: var(--radius);
      margin: 0.75rem 0;
      padding: 0.4rem 0.25rem;
      background: #fff;
    }
    tbody td,
    tbody th {
      border: 0;
      padding: 0.3rem 0.75rem;
      width: auto;
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
