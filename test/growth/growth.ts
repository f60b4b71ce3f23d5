/** Growth of work that is linear is 2; here is room for what a busy machine adds. Growth with the square is 4. */
export const MOST_GROWTH = 2.5;

/** Work of less than so many plain passes over the input is none that could grow to a delay. */
const PASSES = 30;
/** The least of several is what the work takes; a busy machine only adds to it. */
const TRIES = 8;

/** Begins a piece of work of a size, to be run several times. */
export type Work = (size: number) => () => unknown;

/**
 * How many times as much work twice the size takes. Compared is the processor time of this thread alone, with itself, so
 * that neither the machine nor what else it does matters.
 */
export async function growthOf(work: Work, size: number): Promise<number> {
  const once = work(size);
  const twice = work(2 * size);
  const least = PASSES * passTime(size);
  // The first run is slow in another way: nothing is compiled yet.
  await once();
  let small = Infinity;
  let large = Infinity;
  for (let tries = 0; tries < TRIES; tries += 1) {
    small = Math.min(small, await processorTime(once));
    large = Math.min(large, await processorTime(twice));
    if (large / Math.max(small, least) <= MOST_GROWTH) break;
  }
  return large / Math.max(small, least);
}

/** In microseconds. */
async function processorTime(run: () => unknown): Promise<number> {
  const { user, system } = process.threadCpuUsage();
  await run();
  const after = process.threadCpuUsage({ user, system });
  return after.user + after.system;
}

const passTimes = new Map<number, number>();

function passTime(size: number): number {
  const known = passTimes.get(size);
  if (known !== undefined) return known;
  let least = Infinity;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const begun = performance.now();
    passOver(size);
    least = Math.min(least, (performance.now() - begun) * 1_000);
  }
  passTimes.set(size, least);
  return least;
}

const LETTERS = 'The quick brown fox jumps over the lazy dog. ';
const kept = { hash: 0 };
// Jest's modules reach a global by a detour.
const { imul } = Math;

/** Looks at each character of a text of this size once. */
function passOver(size: number): void {
  let hash = 0;
  for (let at = 0; at < size; at += 1)
    hash = imul(hash ^ LETTERS.charCodeAt(at % LETTERS.length), 0x01000193);
  // Otherwise the compiler may leave the loop out.
  kept.hash = hash;
}
