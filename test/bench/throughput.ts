import { existingUsers, writeFile } from './generate.ts';
import { median, progress, timed, times, whole } from './measure.ts';
import type { Stand } from './stand.ts';

/** Milliseconds of one run. */
interface Run {
  staging: number;
  finishing: number;
}

const WARM_UP_ROWS = 10_000;
/** Enough for V8 to compile the code of both; the product has more. */
const WARM_UPS = 5;
/** Events are delivered after Finish. They are measured for this time, then the rest is dropped. */
const DELIVERY_MS = 5_000;

export const THROUGHPUT_HEADERS = [
  'database',
  'rows',
  'staging: product rows/s',
  'floor rows/s',
  'ratio',
  'finishing: product rows/s',
  'floor rows/s',
  'ratio',
  'events delivered/s',
];

/** Runs product and baseline in turns on the same file and the same users. */
export async function throughput(
  stand: Stand,
  rows: number,
  runs: number,
  folder: string,
): Promise<string[]> {
  const { database } = stand;
  await prepareRows(stand, WARM_UP_ROWS, `${folder}/warm-up.csv`);
  for (let warmUp = 1; warmUp <= WARM_UPS; warmUp += 1) {
    progress(`${database.name}, warm-up ${warmUp} of ${WARM_UPS}`);
    await database.restore();
    await runFloor(stand, `${folder}/warm-up.csv`);
    await runProduct(stand, `${folder}/warm-up.csv`);
  }

  const file = `${folder}/${rows}.csv`;
  await prepareRows(stand, rows, file);
  const product: Run[] = [];
  const floor: Run[] = [];
  const deliveries: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    await database.restore();
    const floored = await runFloor(stand, file);
    const loaded = await runProduct(stand, file);
    deliveries.push(loaded.eventsPerSecond);
    floor.push(floored.run);
    product.push(loaded.run);
    if (JSON.stringify(floored.outcome) !== JSON.stringify(loaded.outcome))
      throw new Error(
        `Not the same work: ${JSON.stringify(floored.outcome)} by the floor, ${JSON.stringify(loaded.outcome)} by the product.`,
      );
    await sameUsers(stand);
    progress(
      `${database.name}, ${whole(rows)} rows, run ${run} of ${runs}: ` +
        `staging ${whole(loaded.run.staging)} ms (floor ${whole(floored.run.staging)}), ` +
        `finishing ${whole(loaded.run.finishing)} ms (floor ${whole(floored.run.finishing)})`,
    );
  }
  const rate = (of: Run[], step: keyof Run) => (rows / median(of.map((run) => run[step]))) * 1_000;
  const compared = (step: keyof Run) => [
    whole(rate(product, step)),
    whole(rate(floor, step)),
    times(rate(product, step) / rate(floor, step)),
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
  { database }: Pick<Stand, 'database'>,
  rows: number,
  path: string,
): Promise<void> {
  await writeFile(path, rows);
  await database.seed(existingUsers(rows));
}

async function runFloor({ floor }: Stand, file: string) {
  const staged = await timed(() => floor.stage(file));
  const finished = await timed(() => floor.finish(staged.result.id));
  const { CREATED, UPDATED, UNCHANGED, SKIPPED, CONFLICT } = finished.result;
  return {
    run: { staging: staged.ms, finishing: finished.ms },
    outcome: [CREATED, UPDATED, UNCHANGED, SKIPPED, CONFLICT].map((count) => count ?? 0),
  };
}

async function runProduct({ product }: Stand, file: string) {
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

async function sameUsers({ database }: Stand): Promise<void> {
  const product = await database.users('app_user');
  const floor = await database.users('floor_user');
  if (product.digest !== floor.digest)
    throw new Error(
      `Not the same users at the end: ${product.count} by the product, ${floor.count} by the floor.`,
    );
}
