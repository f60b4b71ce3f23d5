import { existingUsers, smallFile } from './generate.ts';
import { median, ms, percentile, progress, timed, times } from './measure.ts';
import type { Setup } from './setup.ts';

const ROWS = 100;
/** Enough for V8 to compile the hot code of both. */
const WARM_UPS = 30;
const DELIVERED_MS = 5_000;

export const SMALL_HEADERS = [
  'database',
  '100 rows over HTTP',
  'product p50 ms',
  'p95',
  'baseline p50 ms',
  'p95',
  'product / baseline',
];

interface Figures {
  opening: number[];
  finishing: number[];
}

/** The waits of an admin with a small file: from upload to the first page of the review, and Finish. */
export async function small(setup: Setup, runs: number): Promise<string[][]> {
  await setup.database.seed(existingUsers((WARM_UPS + runs) * ROWS));
  await setup.database.restore();
  const { product, baseline } = await smallLoads(setup, runs);
  const compared = (step: keyof Figures) => [
    ms(median(product[step])),
    ms(percentile(product[step], 0.95)),
    ms(median(baseline[step])),
    ms(percentile(baseline[step], 0.95)),
    times(median(product[step]) / median(baseline[step])),
  ];
  return [
    [setup.database.name, 'POST and first page', ...compared('opening')],
    [setup.database.name, 'Finish', ...compared('finishing')],
  ];
}

/** Warm loads in turns, each with other users, so that nothing has to be restored in between. */
export async function smallLoads(
  setup: Setup,
  runs: number,
): Promise<{ product: Figures; baseline: Figures }> {
  const product: Figures = { opening: [], finishing: [] };
  const baseline: Figures = { opening: [], finishing: [] };
  for (let run = 0; run < WARM_UPS + runs; run += 1) {
    const file = smallFile(run * ROWS, ROWS);
    const measured = await baselineLoad(setup, file);
    const delivered = await setup.product.delivered();
    const loaded = await productLoad(setup, file);
    // The work of listeners after one Finish must not count towards the next.
    await setup.product.deliveryRate(delivered + loaded.events, DELIVERED_MS);
    if (run < WARM_UPS) continue;
    for (const [figures, one] of [[baseline, measured] as const, [product, loaded] as const]) {
      figures.opening.push(one.opening);
      figures.finishing.push(one.finishing);
    }
  }
  progress(`${setup.database.name}, ${runs} loads of ${ROWS} rows over HTTP`);
  return { product, baseline };
}

async function baselineLoad({ baseline }: Setup, file: Blob) {
  const opening = await timed(async () => {
    const load = await baseline.upload(file);
    await baseline.page(load.id);
    return load;
  });
  const finishing = await timed(() => baseline.finish(opening.result.id));
  return { opening: opening.ms, finishing: finishing.ms };
}

async function productLoad({ product }: Setup, file: Blob) {
  const opening = await timed(async () => {
    const load = await product.upload(file);
    await product.get(`/user-batch-upload/loads/${load.id}/rows`);
    return load;
  });
  const finishing = await timed(() => product.finish(opening.result));
  const { created = 0, updated = 0 } = finishing.result.load.outcome ?? {};
  return { opening: opening.ms, finishing: finishing.ms, events: created + updated };
}
