import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchDatabase } from './database.ts';
import { postgresqlDatabase } from './database-postgresql.ts';
import { sqliteDatabase } from './database-sqlite.ts';
import { edit, EDIT_HEADERS } from './edit.ts';
import { growth, GROWTH_HEADERS } from './growth.ts';
import { loop, LOOP_HEADERS } from './loop.ts';
import { megabytes, progress, table } from './measure.ts';
import { memory, MEMORY_HEADERS } from './memory.ts';
import { review, REVIEW_HEADERS } from './review.ts';
import { startPostgresql, startRedis } from './servers.ts';
import { small, SMALL_HEADERS } from './small.ts';
import { prepare, type Setup, startSetup } from './setup.ts';
import { throughput, THROUGHPUT_HEADERS } from './throughput.ts';
import { workers, WORKERS_HEADERS } from './workers.ts';

/**
 * Compares the product with a minimal baseline: `npm run bench`, or a part of it, e.g.
 * `npm run bench -- --rows 100000 --database postgresql --only throughput`.
 * Progress goes to standard error, the tables to standard output.
 */
const MILLION = 1_000_000;
const PARTS = ['throughput', 'small', 'review', 'edit', 'memory', 'loop', 'workers'];
const USAGE = `Usage: npm run bench -- [--rows 100 --rows 10000 …] [--database sqlite|postgresql|both] [--runs 5] [--warm-ups 5]
  [--only ${[...PARTS, 'growth'].join('|')}] …
--rows and --only may be given several times. A million rows, and growth, take long, and are only measured where asked for.`;
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', multiple: true, default: ['100', '10000', '100000'] },
    database: { type: 'string', default: 'both' },
    /** Runs per median. Fast requests run more often. */
    runs: { type: 'string', default: '5' },
    /** Of throughput. None where only the work is of interest, not its speed. */
    'warm-ups': { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: PARTS },
    help: { type: 'boolean', default: false },
  },
});
const sizes = flags.rows.map(Number);
const runs = Number(flags.runs);
const warmUps = Number(flags['warm-ups']);
const areCounts = [...sizes, runs, warmUps + 1].every(
  (count) => Number.isInteger(count) && count > 0,
);
const areKnown =
  ['sqlite', 'postgresql', 'both'].includes(flags.database) &&
  flags.only.every((part) => [...PARTS, 'growth'].includes(part));
if (flags.help || !areCounts || !areKnown) {
  console.error(USAGE);
  process.exit(flags.help ? 0 : 2);
}
const SMALL_RUNS = 30;
const REVIEW_RUNS = 20;
const EDIT_RUNS = 40;

interface Section {
  title: string;
  headers: string[];
  rows: string[][];
}
const sections = new Map<string, Section>();
const add = (title: string, headers: string[], rows: string[][]) => {
  const section = sections.get(title) ?? { title, headers, rows: [] };
  section.rows.push(...rows);
  sections.set(title, section);
};
const isAsked = (part: string) => flags.only.includes(part);

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
const versions: string[] = [];
try {
  for (const database of await databases()) {
    versions.push(await database.version());
    await prepare(database);
    const setup = await startSetup(database);
    try {
      await besideTheBaseline(setup);
    } finally {
      await setup.stop();
    }
    if (isAsked('memory'))
      add('Memory', MEMORY_HEADERS, await memory(database, sizes.includes(MILLION), folder));
    if (isAsked('workers') && database.name === 'PostgreSQL') await withWorkers(database);
  }
} finally {
  // Also prints what was measured before a failure.
  console.log(machine());
  for (const { title, headers, rows } of sections.values())
    console.log(`\n### ${title}\n\n${table(headers, rows)}`);
  for (const stop of stops.toReversed()) await stop();
}

async function besideTheBaseline(setup: Setup): Promise<void> {
  if (isAsked('throughput'))
    for (const rows of sizes)
      add('Throughput', THROUGHPUT_HEADERS, [
        await throughput(setup, rows, { runs, warmUps }, folder),
      ]);
  if (isAsked('small')) add('Small files', SMALL_HEADERS, await small(setup, SMALL_RUNS));
  if (isAsked('review')) add('Review', REVIEW_HEADERS, await review(setup, REVIEW_RUNS, folder));
  if (isAsked('edit')) add('Edits', EDIT_HEADERS, await edit(setup, EDIT_RUNS, folder));
  if (isAsked('loop')) add('Responsiveness', LOOP_HEADERS, await loop(setup, folder));
  if (isAsked('growth')) add('Growth', GROWTH_HEADERS, await growth(setup, SMALL_RUNS));
}

async function withWorkers(database: BenchDatabase): Promise<void> {
  const redis = await startRedis();
  try {
    for (const rows of sizes.filter((size) => size >= 10_000))
      add('Workers', WORKERS_HEADERS, [await workers(database, redis.url, rows, runs, folder)]);
  } finally {
    await redis.stop();
  }
}

async function databases(): Promise<BenchDatabase[]> {
  const asked: BenchDatabase[] = [];
  if (flags.database !== 'sqlite') {
    progress('Starting PostgreSQL');
    const server = await startPostgresql();
    stops.push(() => server.stop());
    asked.push(await postgresqlDatabase(server.url));
  }
  if (flags.database !== 'postgresql') asked.push(await sqliteDatabase());
  for (const database of asked) stops.push(() => database.stop());
  return asked;
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} cores (${cpu?.model.trim()}), ${megabytes(totalmem())} MB, Node ${process.versions.node}, ${versions.join(', ')}.`;
}
