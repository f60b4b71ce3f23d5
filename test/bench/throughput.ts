import { existingUsers, writeFile } from './generate.ts';
import { median, progress, timed, times, whole } from './measure.ts';
import type { Setup } from './setup.ts';

/** Milliseconds of one run. */
interface Run {
  staging: number;
  finishing: number;
}

const WARM_UP_ROWS = 10_000;
/** Events are delivered after Finish. They are measured for this time, then the rest is dropped. */
const DELIVERY_MS = 5_000;

export const THROUGHPUT_HEADERS = [
  'database',
  'rows',
  'staging: product rows/s',
  'baseline rows/s',
  'ratio',
  'finishing: product rows/s',
  'baseline rows/s',
  'ratio',
  'events delivered/s',
];

/**
 * Runs product and baseline in turns on the same file and the same users. Five warm-ups are enough for V8 to compile the
 * code of both; the product has more.
 */
export async function throughput(
  setup: Setup,
  rows: number,
  { runs, warmUps }: { runs: number; warmUps: number },
  folder: string,
): Promise<string[]> {
  const { database } = setup;
  if (warmUps > 0) await prepareRows(setup, WARM_UP_ROWS, `${folder}/warm-up.csv`);
  for (let warmUp = 1; warmUp <= warmUps; warmUp += 1) {
    progress(`${database.name}, warm-up ${warmUp} of ${warmUps}`);
    await database.restore();
    await runBaseline(setup, `${folder}/warm-up.csv`);
    await runProduct(setup, `${folder}/warm-up.csv`);
  }

  const file = `${folder}/${rows}.csv`;
  await prepareRows(setup, rows, file);
  const product: Run[] = [];
  const baseline: Run[] = [];
  const deliveries: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    await database.restore();
    const baselineLoad = await runBaseline(setup, file);
    const loaded = await runProduct(setup, file);
    deliveries.push(loaded.eventsPerSecond);
    baseline.push(baselineLoad.run);
    product.push(loaded.run);
    if (JSON.stringify(baselineLoad.outcome) !== JSON.stringify(loaded.outcome))
      throw new Error(
        `Not the same work: ${JSON.stringify(baselineLoad.outcome)} by the baseline, ${JSON.stringify(loaded.outcome)} by the product.`,
      );
    await sameUsers(setup);
    progress(
      `${database.name}, ${whole(rows)} rows, run ${run} of ${runs}: ` +
        `staging ${whole(loaded.run.staging)} ms (baseline ${whole(baselineLoad.run.staging)}), ` +
        `finishing ${whole(loaded.run.finishing)} ms (baseline ${whole(baselineLoad.run.finishing)})`,
    );
  }
  const rate = (of: Run[], step: keyof Run) => (rows / median(of.map((run) => run[step]))) * 1_000;
  const compared = (step: keyof Run) => [
    whole(rate(product, step)),
    whole(rate(baseline, step)),
    times(rate(product, step) / rate(baseline, step)),
  ];
  return [
    database.name,
    whole(rows),
    ...compared('staging'),
    ...compared('finishing'),
    whole(median(deliveries)),
  ];
}

/** A file with this many rows, and the existing users for half of them. */
export async function prepareRows(
  { database }: Pick<Setup, 'database'>,
  rows: number,
  path: string,
): Promise<void> {
  await writeFile(path, rows);
  await database.seed(existingUsers(rows));
}

async function runBaseline({ baseline }: Setup, file: string) {
  const staged = await timed(() => baseline.stage(file));
  const finished = await timed(() => baseline.finish(staged.result.id));
  const { CREATED, UPDATED, UNCHANGED, SKIPPED, CONFLICT } = finished.result;
  return {
    run: { staging: staged.ms, finishing: finished.ms },
    outcome: [CREATED, UPDATED, UNCHANGED, SKIPPED, CONFLICT].map((count) => count ?? 0),
  };
}

async function runProduct({ product }: Setup, file: string) {
  const staged = await timed(() => product.stage(file));
  const delivered = await product.delivered();
  const { load, ms } = await product.finish(staged.result);
  const { created, updated, unchanged, skipped, conflict } = load.outcome ?? {};
  const outcome = [created, updated, unchanged, skipped, conflict].map((count) => count ?? 0);
  return {
    run: { staging: staged.ms, finishing: ms },
    outcome,
    eventsPerSecond: await product.deliveryRate(
      delivered + (created ?? 0) + (updated ?? 0),
      DELIVERY_MS,
    ),
  };
}

async function sameUsers({ database }: Setup): Promise<void> {
  const product = await database.users('app_user');
  const baseline = await database.users('baseline_user');
  if (product.digest !== baseline.digest)
    throw new Error(
      `Not the same users at the end: ${product.count} by the product, ${baseline.count} by the baseline.`,
    );
}
