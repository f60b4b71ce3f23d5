import { existingUsers, smallFile } from './generate.ts';
import { median, ms, percentile, progress, timed, times } from './measure.ts';
import type { Stand } from './stand.ts';

const ROWS = 100;
/** Enough for V8 to compile the hot code of both. */
const WARM_UPS = 30;
const DELIVERED_MS = 5_000;

export const SMALL_HEADERS = [
  'database',
  '100 rows over HTTP',
  'product p50 ms',
  'p95',
  'floor p50 ms',
  'p95',
  'product / floor',
];

interface Figures {
  opening: number[];
  finishing: number[];
}

/** The waits of an admin with a small file: from upload to the first page of the review, and Finish. */
export async function small(stand: Stand, runs: number): Promise<string[][]> {
  await stand.database.seed(existingUsers((WARM_UPS + runs) * ROWS));
  await stand.database.restore();
  const { product, floor } = await smallLoads(stand, runs);
  const compared = (step: keyof Figures) => [
    ms(median(product[step])),
    ms(percentile(product[step], 0.95)),
    ms(median(floor[step])),
    ms(percentile(floor[step], 0.95)),
    times(median(product[step]) / median(floor[step])),
  ];
  return [
    [stand.database.name, 'POST and first page', ...compared('opening')],
    [stand.database.name, 'Finish', ...compared('finishing')],
  ];
}

/** Warm loads in turns, each with other users, so that nothing has to be restored in between. */
export async function smallLoads(
  stand: Stand,
  runs: number,
): Promise<{ product: Figures; floor: Figures }> {
  const product: Figures = { opening: [], finishing: [] };
  const floor: Figures = { opening: [], finishing: [] };
  for (let run = 0; run < WARM_UPS + runs; run += 1) {
    const file = smallFile(run * ROWS, ROWS);
    const floored = await floorLoad(stand, file);
    const delivered = await stand.product.delivered();
    const loaded = await productLoad(stand, file);
    // The work of listeners after one Finish must not count towards the next.
    await stand.product.deliveryRate(delivered + loaded.events, DELIVERED_MS);
    if (run < WARM_UPS) continue;
    for (const [figures, one] of [[floor, floored] as const, [product, loaded] as const]) {
      figures.opening.push(one.opening);
      figures.finishing.push(one.finishing);
    }
  }
  progress(`${stand.database.name}, ${runs} loads of ${ROWS} rows over HTTP`);
  return { product, floor };
}

async function floorLoad({ floor }: Stand, file: Blob) {
  const opening = await timed(async () => {
    const load = await floor.upload(file);
    await floor.page(load.id);
    return load;
  });
  const finishing = await timed(() => floor.finish(opening.result.id));
  return { opening: opening.ms, finishing: finishing.ms };
}

async function productLoad({ product }: Stand, file: Blob) {
  const opening = await timed(async () => {
    const load = await product.upload(file);
    await product.get(`/user-batch-upload/loads/${load.id}/rows`);
    return load;
  });
  const finishing = await timed(() => product.finish(opening.result));
  const { created = 0, updated = 0 } = finishing.result.load.outcome ?? {};
  return { opening: opening.ms, finishing: finishing.ms, events: created + updated };
}
