/** The larger input is so many times the smaller. */
const TIMES = 4;
/** Linear work grows by 4, quadratic work by 16. The margin is for a busy machine, which may halve the speed. */
export const MOST_GROWTH = 8;

/** Work below this many plain passes over the input is too small to cause a delay. */
const PASSES = 30;
/** The minimum of several measurements: a busy machine only adds time. */
const TRIES = 8;
/** A single slow measurement of the small size would hide quadratic work. */
const FEWEST_TRIES = 3;
/** In microseconds. The clock of a thread may tick every 10 ms only: a shorter time can read as none. */
const READABLE = 50_000;

/** Prepares work of a size, to run several times. */
export type Work = (size: number) => () => unknown;

/**
 * How many times longer the work takes for four times the size; 1 where even that is too small to cause a delay. Compares
 * the processor time of this thread, so that other load on the machine does not matter.
 */
export async function growthOf(work: Work, size: number): Promise<number> {
  const once = work(size);
  const more = work(TIMES * size);
  const least = PASSES * passTime(size);
  // The first run is slower, because nothing is compiled yet.
  await once();
  const begun = performance.now();
  await more();
  if ((performance.now() - begun) * 1_000 <= MOST_GROWTH * least) return 1;
  let small = Infinity;
  let large = Infinity;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    small = Math.min(small, await processorTime(once));
    large = Math.min(large, await processorTime(more));
    if (tries >= FEWEST_TRIES && large / Math.max(small, least) <= MOST_GROWTH) break;
  }
  return large / Math.max(small, least);
}

/** The microseconds of one run, from as many runs as take the readable time together. */
async function processorTime(run: () => unknown): Promise<number> {
  const begun = process.threadCpuUsage();
  for (let runs = 1; ; runs += 1) {
    await run();
    const { user, system } = process.threadCpuUsage(begun);
    if (user + system >= READABLE) return (user + system) / runs;
  }
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
// Jest's module scope hides this global.
const { imul } = Math;

/** Reads each character of a text of this size once. */
function passOver(size: number): void {
  let hash = 0;
  for (let at = 0; at < size; at += 1)
    hash = imul(hash ^ LETTERS.charCodeAt(at % LETTERS.length), 0x01000193);
  // Keeps the compiler from removing the loop.
  kept.hash = hash;
}
