import { median, ms, percentile, progress, timed, whole } from './measure.ts';
import type { Setup } from './setup.ts';
import { prepareRows } from './throughput.ts';

const ROWS = 150_000;
const LAST_PAGE = ROWS / 100;
const WARM_UPS = 2;

export const REVIEW_HEADERS = ['database', `review of ${whole(ROWS)} rows`, 'p50 ms', 'p95 ms'];

const PAGES = {
  'first page': '',
  'page in the middle': `?page=${LAST_PAGE / 2}`,
  'last page': `?page=${LAST_PAGE}`,
  'filter: create': '?show=create',
  'filter: update': '?show=update',
  'filter: update, its last page': `?show=update&page=${(ROWS * 0.4) / 100}`,
  'filter: unchanged': '?show=unchanged',
  'filter: invalid': '?show=invalid',
  'filter: one kind of problem': '?problem=OFFICE_UNKNOWN',
  'search: few rows': `?search=user.${ROWS - 2}@`,
  'search: every row': '?search=bench.EXAMPLE',
  'search: no row': '?search=nobody-has-this',
  'search within a filter': '?show=create&search=north',
};

/** Ticks and unticks in turns, so that each request changes something. */
const BOXES = {
  'box of one row': { path: '/rows/3', box: 'selected' },
  'header box: all rows': { path: '/rows', box: 'selected' },
  'header box: a filter': { path: '/rows?show=update', box: 'selected' },
  'header box: a search': { path: '/rows?search=north', box: 'selected' },
  'header box: e-mails of all': { path: '/rows', box: 'email' },
};

/** Measures every way to view and tick a large load, one request at a time. */
export async function review(setup: Setup, runs: number, folder: string): Promise<string[][]> {
  const { database, product } = setup;
  const file = `${folder}/review.csv`;
  await prepareRows(setup, ROWS, file);
  await database.restore();
  const load = await product.stage(file);
  const url = `/user-batch-upload/loads/${load.id}`;
  const found: string[][] = [];
  const measure = async (name: string, ask: (run: number) => Promise<unknown>) => {
    const took: number[] = [];
    for (let run = 0; run < WARM_UPS + runs; run += 1) {
      const { ms: one } = await timed(() => ask(run));
      if (run >= WARM_UPS) took.push(one);
    }
    found.push([database.name, name, ms(median(took)), ms(percentile(took, 0.95))]);
    progress(`${database.name}, ${name}: ${ms(median(took))} ms`);
  };
  for (const [name, query] of Object.entries(PAGES))
    await measure(name, () => product.get(`${url}/rows${query}`));
  for (const [name, { path, box }] of Object.entries(BOXES)) {
    await measure(name, (run) => product.send('PATCH', url + path, { [box]: run % 2 === 1 }));
    await product.send('PATCH', `${url}/rows`, { selected: true });
  }
  return found;
}
