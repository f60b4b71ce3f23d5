import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { START_FLAGS, startChild } from './child.ts';
import type { BenchDatabase } from './database.ts';
import { writeFile } from './generate.ts';
import { median, progress, times, whole } from './measure.ts';
import { Product } from './product.ts';
import { productEnv } from './setup.ts';
import { prepareRows } from './throughput.ts';

const WORKER = fileURLToPath(new URL('../../apps/platform/dist/worker.js', import.meta.url));

const WARM_UP_ROWS = 10_000;

export const WORKERS_HEADERS = [
  'database',
  'rows',
  'one process: finishing ms',
  'two processes: finishing ms',
  'times as fast',
];

/** Finish with the web process only, and with an additional worker process. */
export async function workers(
  database: BenchDatabase,
  redisUrl: string,
  rows: number,
  runs: number,
  folder: string,
): Promise<string[]> {
  const env = { ...productEnv(database), REDIS_URL: redisUrl };
  // Only new users, so that the users of the measured file stay unchanged.
  const warmUp = `${folder}/workers-warm-up.csv`;
  await writeFile(warmUp, WARM_UP_ROWS, { from: rows });
  const file = `${folder}/workers.csv`;
  await prepareRows({ database }, rows, file);
  const took = { one: [] as number[], two: [] as number[] };
  for (let run = 0; run < runs; run += 1)
    for (const processes of ['one', 'two'] as const) {
      await database.restore();
      const child = await startChild('product-process.ts', env);
      const worker = processes === 'two' ? await startWorker(env) : undefined;
      try {
        const product = await Product.signIn(child.url);
        await product.finish(await product.stage(warmUp));
        const load = await product.stage(file);
        const { ms } = await product.finish(load);
        took[processes].push(ms);
        progress(`${whole(rows)} rows, ${processes} at work: finishing ${whole(ms)} ms`);
      } finally {
        if (worker) await stop(worker);
        await child.stop();
      }
    }
  const [one, two] = [median(took.one), median(took.two)];
  return [`${database.name}, Redis`, whole(rows), whole(one), whole(two), times(one / two)];
}

async function startWorker(env: Record<string, string>): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [...START_FLAGS, WORKER], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 2],
  });
  process.once('exit', () => worker.kill());
  for await (const text of worker.stdout ?? []) if (String(text).includes('Working')) return worker;
  throw new Error(`The worker ended with ${worker.exitCode}.`);
}

async function stop(worker: ChildProcess): Promise<void> {
  const ended = once(worker, 'exit');
  worker.kill('SIGTERM');
  await ended;
}
