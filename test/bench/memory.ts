import type { BenchDatabase } from './database.ts';
import { startChild } from './child.ts';
import { megabytes, progress, whole } from './measure.ts';
import { Product } from './product.ts';
import { productEnv } from './setup.ts';
import { prepareRows } from './throughput.ts';

/** Node's heap limit under which a load of a million rows must succeed. */
const SMALL_HEAP = '--max-old-space-size=96';

export const MEMORY_HEADERS = ['database', 'rows', 'heap limit', 'peak MB', 'above 10,000 rows'];

/** The peak memory of a process that only stages and finishes one file. */
export async function memory(
  database: BenchDatabase,
  isMillion: boolean,
  folder: string,
): Promise<string[][]> {
  const base = await peakOf(database, 10_000, folder);
  const large = await peakOf(database, 150_000, folder);
  const found = [
    [database.name, whole(10_000), '', megabytes(base), ''],
    [database.name, whole(150_000), '', megabytes(large), megabytes(large - base)],
  ];
  for (const flag of isMillion ? ['', SMALL_HEAP] : []) {
    const peak = await peakOf(database, 1_000_000, folder, flag ? [flag] : []);
    found.push([database.name, whole(1_000_000), flag, megabytes(peak), megabytes(peak - base)]);
  }
  return found;
}

async function peakOf(
  database: BenchDatabase,
  rows: number,
  folder: string,
  flags: string[] = [],
): Promise<number> {
  const file = `${folder}/memory-${rows}.csv`;
  await prepareRows({ database }, rows, file);
  await database.restore();
  const child = await startChild('product-process.ts', productEnv(database), flags);
  try {
    const product = await Product.signIn(child.url);
    await product.finish(await product.stage(file));
    const { peakBytes } = await child.about();
    progress(`${database.name}, ${whole(rows)} rows: peak ${megabytes(peakBytes)} MB`);
    return peakBytes;
  } finally {
    await child.stop();
  }
}
