import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchDatabase } from './database.ts';
import { postgresqlDatabase } from './database-postgresql.ts';
import { sqliteDatabase } from './database-sqlite.ts';
import { table } from './measure.ts';
import { startPostgresql } from './servers.ts';
import { prepare, startStand } from './stand.ts';
import { throughput, THROUGHPUT_HEADERS } from './throughput.ts';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', multiple: true, default: ['100', '10000', '100000'] },
    database: { type: 'string', default: 'both' },
    runs: { type: 'string', default: '5' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];

try {
  const found: string[][] = [];
  for (const database of await databases()) {
    await prepare(database);
    const stand = await startStand(database);
    stops.push(() => stand.stop());
    for (const rows of flags.rows)
      found.push(await throughput(stand, Number(rows), Number(flags.runs), folder));
  }
  console.log(table(THROUGHPUT_HEADERS, found));
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function databases(): Promise<BenchDatabase[]> {
  const asked: BenchDatabase[] = [];
  if (flags.database !== 'sqlite') {
    const server = await startPostgresql();
    stops.push(() => server.stop());
    asked.push(await postgresqlDatabase(server.url));
  }
  if (flags.database !== 'postgresql') asked.push(await sqliteDatabase());
  for (const database of asked) stops.push(() => database.stop());
  return asked;
}
