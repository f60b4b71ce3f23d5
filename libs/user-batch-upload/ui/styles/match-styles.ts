import { css } from 'lit';

/** A column of the file and its select, side by side where there is room. */
export const matchStyles = css`
  .match {
    list-style: none;
    margin: 0 0 1rem;
    padding: 0;
  }
  .match li {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: 0.35rem 1.5rem;
    padding: 0.6rem 0;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .match label {
    font-weight: 600;
  }
  .match p {
    margin: 0;
  }
`;
