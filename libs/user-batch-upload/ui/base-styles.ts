import { css } from 'lit';

/** Text, fields, buttons, messages and dialogs, for every screen. */
export const baseStyles = css`
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
  select + p,
  button + [role='status'] {
    margin-top: 0.35rem;
  }
  [aria-invalid='true'] {
    border-color: var(--danger);
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
  button:disabled,
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  button[aria-pressed='true'] {
    background: var(--text);
    border-color: var(--text);
    color: #fff;
  }
  /** Keeps the focus above the sticky bar. */
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
  progress {
    width: 100%;
    height: 14px;
    accent-color: var(--accent);
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
  .sticky {
    position: sticky;
    bottom: 0;
    background: #fff;
    border-top: 1px solid var(--line);
    padding: 0.75rem 0;
    z-index: 1;
  }
  @media (max-width: 760px) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
    h1 {
      font-size: 1.4rem;
    }
  }
`;
