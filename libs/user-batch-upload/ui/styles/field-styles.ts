import { css } from 'lit';

/** A cell as a field, with its problems below. */
export const fieldStyles = css`
  label {
    display: block;
    font-size: 0.85rem;
    font-weight: 600;
    margin-bottom: 0.15rem;
  }
  select,
  textarea,
  input:not([type='checkbox']) {
    min-height: 40px;
    padding: 0.35rem 0.5rem;
  }
  textarea {
    display: block;
    resize: vertical;
    field-sizing: content;
    max-height: 20rem;
  }
  [aria-invalid='true']:is(input, select, textarea) {
    border-width: 2px;
  }
  p {
    font-size: 0.9rem;
    line-height: 1.35;
    margin: 0.25rem 0 0;
    overflow-wrap: anywhere;
  }
  p.error {
    color: var(--danger);
  }
  p.warning b {
    color: var(--warning);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 0.4rem;
    max-width: 26rem;
  }
  .line > :first-child {
    flex: 1 1 9rem;
  }
  .line button {
    min-height: 40px;
    padding: 0.3rem 0.8rem;
    overflow-wrap: anywhere;
    text-align: left;
  }
`;
