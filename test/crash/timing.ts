/**
 * The product's timings in the same proportions, shortened so that hundreds of rounds fit into an hour: an idle
 * transaction is aborted before its lease ends, and several sweeps happen per lease.
 */
export const LEASE_MS = 3_000;
export const IDLE_IN_TRANSACTION_MS = 2_000;
export const SWEEP_MS = 1_000;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats the question until the answer is true. Resolves to undefined after the time limit. */
export async function eventually<Result>(
  ask: () => Promise<Result | undefined | false>,
  ms: number,
): Promise<Result | undefined> {
  const end = Date.now() + ms;
  for (;;) {
    const result = await ask();
    if (result) return result;
    if (Date.now() > end) return undefined;
    await pause(50);
  }
}
