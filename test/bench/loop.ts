import { median, ms, percentile, progress, timed, whole } from './measure.ts';
import type { Setup } from './setup.ts';
import { prepareRows } from './throughput.ts';

const ROWS = 100_000;
const BETWEEN_REQUESTS_MS = 50;

export const LOOP_HEADERS = [
  'database',
  `${whole(ROWS)} rows`,
  'loop delay p99 ms',
  'max ms',
  'other requests p50 ms',
  'p95 ms',
  'max ms',
];

/** The effect of a large load on the platform: event loop delay, and the time of another repeated request. */
export async function loop(setup: Setup, folder: string): Promise<string[][]> {
  const { database, product } = setup;
  const file = `${folder}/loop.csv`;
  await prepareRows(setup, ROWS, file);
  await database.restore();
  const staging = await during(setup, () => product.stage(file));
  const finishing = await during(setup, () => product.finish(staging.result));
  return [
    [database.name, 'staging', ...staging.figures],
    [database.name, 'finishing', ...finishing.figures],
  ];
}

async function during<Result>(
  { database, product, productProcess }: Setup,
  work: () => Promise<Result>,
): Promise<{ result: Result; figures: string[] }> {
  const took: number[] = [];
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      took.push((await timed(() => product.get('/session'))).ms);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_REQUESTS_MS));
    }
  })();
  await productProcess.about();
  const result = await work();
  const { loopDelay } = await productProcess.about();
  isOver = true;
  await others;
  const figures = [
    loopDelay.p99,
    loopDelay.max,
    median(took),
    percentile(took, 0.95),
    Math.max(...took),
  ].map(ms);
  progress(`${database.name}, loop delay p99 ${ms(loopDelay.p99)} ms`);
  return { result, figures };
}
