import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './checks.ts';
import { AIMED, drawFault, STEPS } from './faults.ts';
import { applyTo, Files, type Person } from './files.ts';
import { Admin, PASSWORD } from './people.ts';
import { PlatformProcess, type QueueName } from './processes.ts';
import { Random, roundSeed } from './random.ts';
import { type Outcome, Round, type Stage } from './round.ts';
import { freePort, type Servers, startServers } from './servers.ts';
import { openStore } from './store.ts';
import { eventually } from './timing.ts';

export type DatabaseName = 'sqlite' | 'postgresql';

export interface Order {
  kills: number;
  database: DatabaseName;
  queue: QueueName;
  seed: string;
  /** The steps to hit. None: any step, or a random time. */
  steps: readonly string[];
  broken: keyof typeof AIMED | undefined;
}

const NO_SERVERS: Servers = { env: {}, faults: {}, stop: async () => undefined };

/** Starts fresh servers, processes and data and runs a round per kill. Resolves to whether every check passed. */
export async function runCampaign(order: Order): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), `crash-${order.database}-`));
  const servers = order.database === 'postgresql' ? await startServers() : NO_SERVERS;
  const surprises: string[] = [];
  const processes: PlatformProcess[] = [];
  let isWell = false;
  try {
    const heardPath = join(dir, 'heard');
    const env = {
      ...servers.env,
      DATA_DIR: join(dir, 'data'),
      PLATFORM_ADMIN_PASSWORD: PASSWORD,
      BATCH_UPLOAD_MAX_ROWS: '10000',
      CRASH_HEARD: heardPath,
      CRASH_BROKEN: order.broken ?? '',
    };
    await mkdir(join(env.DATA_DIR, 'mail'), { recursive: true });
    await writeFile(heardPath, '');
    for (const name of order.database === 'postgresql' ? ['one', 'two'] : ['one'])
      processes.push(
        new PlatformProcess(order.queue, name, await freePort(), env, dir, (breach) =>
          surprises.push(breach),
        ),
      );
    await Promise.all(processes.map((one) => one.start()));
    const store = openStore(env);
    const checks = new Checks(store, env.DATA_DIR, heardPath);
    const random = new Random(`${order.seed} ${order.database}`);
    const admin = new Admin(processes, random);
    await admin.signIn();
    const people: Person[] = (await checks.readUsers()).map((cells) => ({ cells }));
    const stage: Stage = { processes, serverFaults: servers.faults, admin, checks, people };
    isWell = (await populate(stage, random)) && (await rounds(order, stage, surprises));
    await store.close();
  } finally {
    for (const one of processes) await one.kill();
    await servers.stop();
    if (isWell || order.broken) await rm(dir, { recursive: true, force: true });
    else console.log(`The processes' logs, mails and recorded events are in ${dir}.`);
  }
  return isWell;
}

/** Creates the people that rounds change, with an undisturbed load. */
async function populate(stage: Stage, random: Random): Promise<boolean> {
  const plan = new Files(random, 'first', []).mixed('first', 300, 10);
  const id = await stage.admin.review(plan);
  await stage.admin.finish(id, plan);
  applyTo(stage.people, plan);
  await eventually(() => stage.checks.isAtRest(), 60_000);
  const shown = await stage.admin.load(id);
  const breaches = await stage.checks.all([{ id, plan, shown }], stage.people);
  for (const breach of breaches) console.log(`  breach before any kill: ${breach}`);
  return breaches.length === 0;
}

async function rounds(order: Order, stage: Stage, surprises: string[]): Promise<boolean> {
  const outcomes: Outcome[] = [];
  const began = Date.now();
  for (let number = 0; number < order.kills; number += 1) {
    const seed = roundSeed(order.seed, number);
    const random = new Random(`${seed} ${order.database}`);
    const drawn = drawFault(random, Object.keys(stage.serverFaults), order.steps);
    const fault = order.broken ? AIMED[order.broken] : drawn;
    const roundBegan = Date.now();
    const outcome = await new Round(stage, random, fault, `r${number + 1}`).run();
    outcome.breaches.push(...surprises.splice(0));
    outcomes.push(outcome);
    const rows = outcome.loads.flatMap(({ plan }) => plan.rows);
    const mails = rows.filter(({ email }) => email).length;
    const seconds = ((Date.now() - roundBegan) / 1000).toFixed(1);
    console.log(
      `round ${number + 1} seed ${seed} (${order.database}) ${outcome.fault}: ${outcome.loads.length} loads, ` +
        `${rows.length} rows, ${mails} mails, ${seconds} s … ${outcome.breaches.length === 0 ? 'ok' : 'BREACH'}`,
    );
    if (outcome.breaches.length > 0) {
      for (const breach of outcome.breaches.slice(0, 20)) console.log(`  ${breach}`);
      if (outcome.breaches.length > 20) console.log(`  and ${outcome.breaches.length - 20} more`);
      console.log(
        `  repeat: npm run crash -- --kills 1 --database ${order.database} --seed ${seed} --queue ${order.queue}` +
          (order.steps.length > 0 ? ` --steps '${order.steps.join()}'` : '') +
          (order.broken ? ` --broken ${order.broken}` : ''),
      );
      break;
    }
  }
  summarise(order, stage, outcomes, Date.now() - began);
  return outcomes.every(({ breaches }) => breaches.length === 0);
}

function summarise(order: Order, stage: Stage, outcomes: Outcome[], ms: number): void {
  const { loads, rows, events, mails } = stage.checks.totals;
  const by = (word: string) => outcomes.filter(({ fault }) => fault.includes(word)).length;
  const signals = (name: string) =>
    outcomes
      .filter(({ fault }) => fault.startsWith(name))
      .reduce((sum, outcome) => sum + outcome.signals, 0);
  const named = outcomes.filter(({ fault }) => / (before|after) (?!work)/.test(fault)).length;
  const lost = outcomes.flatMap((outcome) => outcome.lost ?? []).sort((a, b) => a - b);
  const seconds = (value: number | undefined) => `${((value ?? 0) / 1000).toFixed(1)} s`;
  const refused = outcomes.reduce((sum, outcome) => sum + outcome.refused, 0);
  console.log(
    [
      `${order.database}, ${order.queue}: ${outcomes.length} of ${order.kills} rounds in ${Math.round(ms / 1000)} s, seed ${order.seed}`,
      `  ${signals('SIGKILL')} SIGKILL, ${signals('SIGSTOP')} SIGSTOP, ${signals('SIGTERM')} SIGTERM; ${named} rounds at a named step, ${by('not reached')} of them not reached`,
      `  hits by step: ${hitsByStep(outcomes)}`,
      ...Object.keys(stage.serverFaults).map((name) => `  ${by(name)} × ${name}`),
      `  ${loads} loads, ${rows} rows, ${events} events, ${mails} mails (${stage.checks.cutOffMails} cut-off .part files beside them)`,
      `  from a kill to the end of the loads it interrupted: min ${seconds(lost[0])}, median ${seconds(lost[lost.length >> 1])}, max ${seconds(lost.at(-1))} (${lost.length} kills)`,
      `  requests answered 5xx and repeated: ${refused}, all while the database was away or after SIGSTOP`,
      `  breaches: ${outcomes.reduce((sum, { breaches }) => sum + breaches.length, 0)}`,
    ].join('\n'),
  );
}

function hitsByStep(outcomes: readonly Outcome[]): string {
  const hits = new Map(STEPS.map(([step]) => [step, 0]));
  for (const step of outcomes.flatMap(({ steps }) => steps))
    hits.set(step, (hits.get(step) ?? 0) + 1);
  return [...hits].map(([step, times]) => `${step} ${times}`).join(', ');
}
