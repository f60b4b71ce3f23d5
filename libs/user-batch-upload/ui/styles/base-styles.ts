import { css, unsafeCSS } from 'lit';
import base from './base.css';

/** Text, fields, buttons, messages and dialogs, for every screen. */
export const baseStyles = css`
  ${unsafeCSS(base)}
  :host {
    display: block;
    color: var(--text);
    font:
      medium/1.5 system-ui,
      sans-serif;
  }
  p {
    margin: 0 0 0.75rem;
  }
  ubu-rows {
    margin-bottom: 0.75rem;
  }
  .card {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 1.25rem;
    background: var(--background);
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
  select + p,
  button + [role='status'] {
    margin-top: 0.35rem;
  }
  .drop {
    border: 2px dashed var(--edge);
    border-radius: var(--radius);
    padding: 1rem;
    background: var(--surface);
  }
  .drop.over {
    border-color: var(--accent);
    background: var(--background);
  }
  .drop p {
    margin: 0.5rem 0 0;
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
  button[aria-pressed='true'] {
    background: var(--text);
    border-color: var(--text);
    color: var(--background);
  }
  /** Keeps the focus between the sticky header and the sticky bar. */
  a,
  button,
  input,
  select,
  textarea,
  summary {
    scroll-margin-block: 8rem 6rem;
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
  label.inline {
    display: flex;
    flex-wrap: wrap;
    max-width: 100%;
    align-items: center;
    gap: 0.5rem;
    font-weight: 600;
  }
  label.inline select {
    width: auto;
    max-width: 100%;
    font-weight: 400;
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
    box-shadow: 0 12px 48px var(--shadow);
    color: inherit;
    background: var(--background);
  }
  dialog::backdrop {
    background: var(--shadow);
  }
  dialog .bar {
    margin-bottom: 0;
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
    background: var(--background);
    border-top: 1px solid var(--line);
    padding: 0.75rem 0;
    z-index: 1;
  }
  @container (max-width: 44rem) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
    h1 {
      font-size: 1.4rem;
    }
    .notice {
      padding-block: 0.5rem;
      margin-bottom: 0.75rem;
    }
    .sticky {
      padding: 0.4rem 0;
    }
    .sticky button {
      padding-inline: 0.8rem;
    }
  }
`;
