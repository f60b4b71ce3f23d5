/** Milliseconds. No pause between two calls of a listener is longer. */
export const LONGEST_BACKOFF_MS = 60 * 60 * 1000;

/** Milliseconds to wait after this call of a listener has failed. `attempt` counts from 1. */
export const backoffMs = (firstMs: number, attempt: number): number =>
  Math.min(firstMs * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
