import { css } from 'lit';

/** Tables, and the tools around them. */
export const tableStyles = css`
  :is(.around, caption, .alert):focus {
    outline: none;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .facts button {
    font-weight: 500;
    min-height: 36px;
    padding: 0.2rem 0.8rem;
    border-radius: 18px;
    text-align: left;
  }
  .facts + details {
    margin-top: 0.4rem;
  }
  .facts button:not([aria-pressed='true']) {
    &.error {
      color: var(--danger);
      border-color: currentColor;
    }
    &.warning {
      color: var(--warning);
      border-color: currentColor;
    }
    &.good {
      color: var(--good);
      border-color: currentColor;
    }
  }
  .tools {
    display: grid;
    grid-template-columns: minmax(11rem, 15rem) minmax(0, 1fr);
    gap: 0.75rem 1.25rem;
    align-items: start;
    margin: 1rem 0;
  }
  .tools p {
    margin: 0.35rem 0 0.5rem;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
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
    min-width: 0;
  }
  thead th {
    background: var(--surface);
    font-size: 0.85rem;
  }
  tbody th {
    font-weight: 600;
  }
  input[type='checkbox'] {
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--accent);
    vertical-align: middle;
  }
  input[aria-busy='true'] {
    opacity: 0.55;
    cursor: progress;
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
  .tag:is(.CREATE, .CREATED, .UPDATED) {
    color: var(--good);
    border-color: currentColor;
    background: var(--good-background);
  }
  .tag:is(.INVALID, .FAILED, .CONFLICT) {
    color: var(--danger);
    border-color: currentColor;
    background: var(--danger-background);
  }
  .pages .number {
    padding: 0.5rem 0.75rem;
  }
  button[aria-current='page'] {
    background: var(--text);
    border-color: var(--text);
    color: var(--background);
  }
  @container (max-width: 56rem) {
    .tools {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    button:is([aria-pressed='true'], [aria-current='page']) {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
      color: HighlightText;
    }
  }
`;
