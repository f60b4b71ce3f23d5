/**
 * Loaded into a platform process before its own code (`node --import`). Steps of its work report themselves, and at the
 * armed step the process signals itself. The product has no hooks for this: its compiled classes are wrapped.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fickleListener } from './fickle-listener.ts';
import { breakFencing, breakOrder, breakOutbox } from './broken.ts';
import { IDLE_IN_TRANSACTION_MS, LEASE_MS, SWEEP_MS } from './timing.ts';

/** Sent by the parent to arm a step. `null` disarms. */
export interface Armed {
  step: string;
  when: 'before' | 'after';
  /** How many times the step must be reached. */
  nth: number;
  signal: NodeJS.Signals;
}

type Method = (...args: any[]) => any;
type Proto = Record<string, Method>;

const LIBRARY = new URL('../../libs/user-batch-upload/dist/src/', import.meta.url);
const PLATFORM = new URL('../../apps/platform/dist/', import.meta.url);

async function prototypeOf(base: URL, path: string, name: string): Promise<Proto> {
  const module = await import(new URL(path, base).href);
  return module[name].prototype as Proto;
}

const chunks = await prototypeOf(LIBRARY, 'work/chunk-lease.js', 'ChunkLeases');
const database = await prototypeOf(LIBRARY, 'database/database.js', 'Database');
const applyChunk = await prototypeOf(LIBRARY, 'finish/apply-chunk.js', 'ApplyChunk');
const outbox = await prototypeOf(LIBRARY, 'events/outbox.js', 'Outbox');
const fanOut = await prototypeOf(LIBRARY, 'delivery/fan-out.js', 'FanOut');
const deliveries = await prototypeOf(LIBRARY, 'delivery/deliveries.js', 'Deliveries');
const { UnrecoverableError } = await import(new URL('events/unrecoverable.error.js', LIBRARY).href);
const listeners = await prototypeOf(LIBRARY, 'delivery/listeners.js', 'Listeners');
const sweeper = await prototypeOf(LIBRARY, 'worker/sweeper.js', 'Sweeper');
const users = await prototypeOf(PLATFORM, 'users/platform-users.js', 'PlatformUsers');
const mailer = await prototypeOf(PLATFORM, 'mail/mailer.js', 'Mailer');

let armed: Armed | null = null;
process.on('message', (message: { arm: Armed | null }) => (armed = message.arm));
process.channel?.unref();
// Ends a process whose parent is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

function reach(step: string, when: Armed['when']): void {
  if (armed?.step !== step || armed.when !== when) return;
  armed.nth -= 1;
  if (armed.nth > 0) return;
  const { signal } = armed;
  armed = null;
  process.send?.({ at: `${when} ${step}`, signal });
  process.kill(process.pid, signal);
  // Blocks further work until the signal takes effect. JavaScript handles SIGTERM, so that one needs the event loop.
  if (signal !== 'SIGTERM') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
}

/** Reports calls of the method as this step, if the arguments and the result match. */
function isStep(
  proto: Proto,
  method: string,
  stepOf: string | ((args: any[]) => string | undefined),
  happened: (result: any) => boolean = () => true,
): void {
  const original = proto[method] as Method;
  proto[method] = async function (this: unknown, ...args: any[]) {
    const step = typeof stepOf === 'string' ? stepOf : stepOf(args);
    if (step === undefined) return original.apply(this, args);
    reach(step, 'before');
    const result = await original.apply(this, args);
    if (happened(result)) reach(step, 'after');
    return result;
  };
}

const work = new AsyncLocalStorage<{ name: string; inTransaction: boolean }>();

/** Reports the transactions within this method as `<name> commit`. */
async function namesCommits(
  path: string,
  className: string,
  method: string,
  name: string,
): Promise<void> {
  const proto = await prototypeOf(LIBRARY, path, className);
  const original = proto[method] as Method;
  proto[method] = function (this: unknown, ...args: any[]) {
    const within = work.getStore();
    if (within?.inTransaction) return original.apply(this, args);
    return work.run({ name, inTransaction: false }, () => original.apply(this, args));
  };
}

if (process.env['CRASH_BROKEN'] === 'fencing') breakFencing(chunks, database);
if (process.env['CRASH_BROKEN'] === 'order') breakOrder(database);
if (process.env['CRASH_BROKEN'] === 'outbox') breakOutbox(outbox, applyChunk);

isStep(chunks, 'claim', ([, task]) => (task === 'FINISH' ? 'lease' : 'check lease'), Boolean);
isStep(users, 'findByKeys', ([, , how]) => (how?.lock ? 'look-up' : undefined));
isStep(users, 'write', 'user writes');
isStep(database, 'insertBatch', ([table]) =>
  table === 'batch_upload_outcome' ? 'outcome writes' : undefined,
);
isStep(outbox, 'add', 'outbox write');
isStep(fanOut, 'run', 'outbox read', (told) => told > 0);
isStep(deliveries, 'claim', 'delivery claim', Boolean);
isStep(deliveries, 'acknowledge', 'listener ack');
isStep(mailer, 'send', 'mail');

await namesCommits('stage/stage-load.handler.js', 'StageLoadHandler', 'execute', 'upload');
await namesCommits('stage/stage-chunk.js', 'StageChunk', 'stage', 'check');
await namesCommits('stage/complete-staging.js', 'CompleteStaging', 'complete', 'review');
await namesCommits('review/toggle-row.handler.js', 'ToggleRowHandler', 'execute', 'tick');
await namesCommits('edit/edit-row.handler.js', 'EditRowHandler', 'execute', 'edit');
await namesCommits('edit/fix-cells.handler.js', 'FixCellsHandler', 'execute', 'fix');
await namesCommits('edit/undo-fix.handler.js', 'UndoFixHandler', 'execute', 'undo');
await namesCommits('finish/finish-load.handler.js', 'FinishLoadHandler', 'execute', 'finish');
await namesCommits('finish/apply-chunk.js', 'ApplyChunk', 'apply', 'chunk');
await namesCommits('finish/complete-finish.js', 'CompleteFinish', 'complete', 'load');

const stageRows = await prototypeOf(LIBRARY, 'stage/stage-rows.js', 'StageRows');
const stageChunk = stageRows['stageChunk'] as Method;
let received = 0;
/** Leaves every other chunk to a worker, as in a process that only serves the web. */
stageRows['stageChunk'] = function (this: unknown, id: string, rows: object[], scope?: object) {
  received += 1;
  return stageChunk.call(this, id, rows, received % 2 === 0 ? undefined : scope);
};

const transaction = database['transaction'] as Method;
database['transaction'] = function (this: unknown, inner: () => Promise<unknown>) {
  const within = work.getStore();
  if (!within || within.inTransaction) return transaction.call(this, inner);
  const step = `${within.name} commit`;
  return work.run({ ...within, inTransaction: true }, async () => {
    const result = await transaction.call(this, async () => {
      const done = await inner();
      reach(step, 'before');
      return done;
    });
    reach(step, 'after');
    return result;
  });
};

const all = listeners['all'] as Method;
const heardBy = new WeakSet<object>();
/** Records each call of a listener when it starts and when it has succeeded. */
listeners['all'] = function (this: unknown) {
  const found = all.call(this) as { name: string; call: Method }[];
  if (heardBy.has(found)) return found;
  heardBy.add(found);
  found.push(fickleListener(UnrecoverableError));
  for (const listener of found) {
    const call = listener.call;
    listener.call = async (events: { eventId: string }[]) => {
      reach('listener call', 'before');
      for (const event of events) note('called', listener.name, event.eventId);
      await call(events).catch((error: unknown) => {
        if (error instanceof UnrecoverableError)
          for (const event of events) note('gave-up', listener.name, event.eventId);
        throw error;
      });
      for (const event of events) note('heard', listener.name, event.eventId);
      reach('listener call', 'after');
    };
  }
  return found;
};

function note(what: string, listener: string, eventId: string): void {
  appendFileSync(process.env['CRASH_HEARD'] as string, `${what} ${listener} ${eventId}\n`);
}

const onApplicationBootstrap = sweeper['onApplicationBootstrap'] as Method;
sweeper['onApplicationBootstrap'] = function (this: { options: object }) {
  Object.assign(this.options, { leaseMs: LEASE_MS, sweepMs: SWEEP_MS });
  return onApplicationBootstrap.call(this);
};

const platform = createRequire(new URL('main.js', PLATFORM));
const pg = createRequire(platform.resolve('@mikro-orm/postgresql'))('pg');
const startup = pg.Client.prototype.getStartupConf as Method;
pg.Client.prototype.getStartupConf = function (this: unknown) {
  const given = startup.call(this);
  const options = String(given.options).replace(
    /(idle_in_transaction_session_timeout)=\d+/,
    `$1=${IDLE_IN_TRANSACTION_MS}`,
  );
  return { ...given, options };
};
