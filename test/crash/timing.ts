/**
 * The product's own proportions, shortened so that hundreds of rounds fit into an hour: a transaction that idles is
 * given up before the lease ends, and looks for lost work come several to a lease.
 */
export const LEASE_MS = 3_000;
export const IDLE_IN_TRANSACTION_MS = 2_000;
export const SWEEP_MS = 1_000;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again until the answer holds; undefined where it never did. */
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
