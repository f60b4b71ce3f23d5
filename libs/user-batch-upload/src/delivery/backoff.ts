/** The longest pause between two calls of a listener, in milliseconds. */
export const LONGEST_BACKOFF_MS = 60 * 60 * 1000;

/** The pause after a failed call of a listener, in milliseconds. `attempt` starts at 1. */
export const backoffMs = (firstMs: number, attempt: number): number =>
  Math.min(firstMs * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
