import type { Checks, FinishedLoad } from './checks.ts';
import { type Fault, isOfLargeLoads } from './faults.ts';
import { applyTo, Files, type Person, type PlannedLoad } from './files.ts';
import type { Admin } from './people.ts';
import type { PlatformProcess } from './processes.ts';
import type { Random } from './random.ts';
import { eventually, LEASE_MS, pause } from './timing.ts';

const REST_MS = 60_000;
const END_MS = 20_000;

export interface Stage {
  processes: readonly PlatformProcess[];
  serverFaults: Record<string, () => Promise<void>>;
  admin: Admin;
  checks: Checks;
  /** All users of the organisation. Rows may change only those of the campaign. */
  people: Person[];
}

export interface Outcome {
  /** A description of the fault and its victim. */
  fault: string;
  loads: FinishedLoad[];
  breaches: string[];
  /** The named steps at which a process was hit. */
  steps: string[];
  /** Sent signals. A round may kill again, or kill every process. */
  signals: number;
  /** Requests that failed with 5xx and were repeated. */
  refused: number;
  /** Milliseconds from a kill until the interrupted loads were finished. */
  lost: number | undefined;
}

/** One fault while loads are running. Afterwards everything must come to rest and match the files. */
export class Round {
  private readonly stage: Stage;
  private readonly random: Random;
  private readonly fault: Fault;
  private readonly files: Files;
  private readonly name: string;
  private readonly breaches: string[] = [];
  private readonly loads: FinishedLoad[] = [];
  private isWorking = true;
  private isReverted = false;
  private struckAt = 0;
  private strikes = 0;
  private signals = 0;
  private readonly steps: string[] = [];
  private where = '';
  private refused = 0;

  constructor(stage: Stage, random: Random, fault: Fault, name: string) {
    this.stage = stage;
    this.random = random;
    this.fault = fault;
    this.name = name;
    const ours = stage.people.filter(({ cells }) =>
      cells['Email Address']?.endsWith('@crash.example'),
    );
    this.files = new Files(random, name, ours);
  }

  async run(): Promise<Outcome> {
    const { admin, checks, people } = this.stage;
    const [worked] = await Promise.all([this.work(), this.strike(), this.strikeServer()]);
    this.noteRefusals();
    await this.noteFailure('at rest', async () => {
      if (await eventually(() => checks.isAtRest(), REST_MS)) return;
      throw new Error(`no rest within ${REST_MS / 1000} s`);
    });
    // A process that slept past its lease now does its remaining work.
    if (this.fault.signal === 'SIGSTOP') await pause(700);
    await this.noteFailure('checks', async () => {
      for (const load of this.loads) load.shown = await admin.load(load.id);
      this.breaches.push(...(await checks.all(this.loads, people)));
    });
    return {
      fault: this.told(),
      loads: this.loads,
      breaches: this.breaches,
      steps: this.steps,
      signals: this.signals,
      refused: this.refused,
      lost:
        this.fault.signal === 'SIGKILL' && worked > this.struckAt
          ? worked - this.struckAt
          : undefined,
    };
  }

  /** Uploads, reviews and finishes the round's loads. Resolves to their finish times. */
  private async work(): Promise<number> {
    let finishedAt = 0;
    await this.noteFailure('loads', async () => {
      const plans = this.plans();
      await this.finishAll(plans);
      finishedAt = Date.now();
      if (this.isStale) await this.finishAll([Files.reverting(`${this.name} back`, plans)]);
    });
    this.isReverted = true;
    this.isWorking = false;
    return finishedAt;
  }

  /**
   * While a process sleeps with the lease of a load of updates, another process finishes that load and the next load
   * reverts it. Only the fencing token can stop the sleeper from writing.
   */
  private get isStale(): boolean {
    const { step, signal } = this.fault;
    return signal === 'SIGSTOP' && step?.step === 'lease' && this.stage.processes.length > 1;
  }

  private plans(): PlannedLoad[] {
    const { random, files, name } = this;
    if (this.isStale) return [files.updates(`${name} updates`, random.whole(5, 40))];
    if (isOfLargeLoads(this.fault) || random.chance(0.1))
      return [files.mixed(`${name} large`, random.whole(1_001, 2_200), random.whole(5, 20))];
    const plans = Array.from({ length: random.whole(1, 3) }, (_, index) =>
      files.mixed(`${name} load ${index + 1}`, random.whole(20, 120), random.whole(1, 8)),
    );
    return random.chance(0.3) ? [...plans, ...files.contested(random.whole(10, 60))] : plans;
  }

  private async finishAll(plans: readonly PlannedLoad[]): Promise<void> {
    const { admin, checks, people } = this.stage;
    const begun = plans.filter(({ rows }) => rows.length > 0);
    const ids = await Promise.all(begun.map((plan) => admin.review(plan)));
    await Promise.all(begun.map((plan, index) => admin.finish(ids[index] as string, plan)));
    const isWinner = await checks.winners(ids);
    for (const [index, plan] of begun.entries()) {
      const id = ids[index] as string;
      applyTo(people, plan, (row) => isWinner(id, row));
      this.loads.push({ id, plan, shown: undefined });
    }
  }

  private async strike(): Promise<void> {
    await this.noteFailure(this.fault.signal, async () => {
      for (this.strikes = 0; this.strikes < this.fault.times; this.strikes += 1) {
        if (this.strikes > 0 && !this.isWorking) break;
        const victims = await this.hit();
        this.signals += victims.length;
        if (this.strikes === 0) this.struckAt = Date.now();
        await Promise.all(victims.map((victim) => this.bringBack(victim)));
      }
      for (const missing of this.stage.processes) {
        // A second process that reached the armed step while the first was hit.
        if (missing.isStopped) missing.resume();
        await missing.start();
      }
    });
  }

  /** Resolves to the victims after the signal. At an armed step the victim is the process that reaches it first. */
  private async hit(): Promise<PlatformProcess[]> {
    const { processes } = this.stage;
    const { step, signal, at, everyone } = this.fault;
    if (step) {
      for (const one of processes) await one.start();
      for (const one of processes) one.arm({ ...step, signal });
      const isRest = async () => !this.isWorking && (await this.stage.checks.isAtRest());
      await eventually(
        async () => processes.some(({ reached }) => reached) || (await isRest()),
        REST_MS,
      );
      const victims = processes.filter(({ reached }) => reached);
      for (const one of processes) if (!one.reached) one.arm(null);
      this.where = victims[0]?.reached ?? `at rest, ${step.when} ${step.step} not reached`;
      this.steps.push(...victims.map(() => step.step));
      if (victims.length > 0) return victims;
    } else {
      // The second kill hits a process that is still starting or has just begun to work.
      if (this.strikes > 0)
        for (const one of processes) void this.noteFailure('start', () => one.start());
      await pause(at);
      this.where = this.isWorking ? 'at work' : 'after work';
    }
    const victims = everyone ? [...processes] : [this.random.of(processes)];
    for (const victim of victims) victim.signal(signal);
    return victims;
  }

  private async bringBack(victim: PlatformProcess): Promise<void> {
    if (this.fault.signal === 'SIGSTOP') {
      await pause(LEASE_MS + 1_500);
      if (this.isStale) await eventually(async () => this.isReverted, REST_MS);
      victim.resume();
      if (!(await eventually(() => victim.serves(), 15_000)))
        this.breaches.push('a process that was stopped does not serve after SIGCONT');
      return;
    }
    if (!(await victim.ended(END_MS))) {
      this.breaches.push(`${this.fault.signal} did not end a process within ${END_MS / 1000} s`);
      await victim.kill();
    }
    await pause(this.fault.startsAfter);
  }

  private async strikeServer(): Promise<void> {
    const { server } = this.fault;
    if (!server) return;
    await pause(server.at);
    await this.noteFailure(server.name, async () => this.stage.serverFaults[server.name]?.());
  }

  /** A request may fail only if the database failed it, or if the process slept through its transaction. */
  private noteRefusals(): void {
    const faults = this.stage.admin.takeFaults();
    const isExcused = this.fault.signal === 'SIGSTOP' || this.fault.server !== undefined;
    if (faults.length > 0 && !isExcused)
      this.breaches.push(`requests were answered ${faults.join(', ')}`);
    this.refused += faults.length;
  }

  private told(): string {
    const { signal, everyone, server } = this.fault;
    const times = this.strikes > 1 ? ` ×${this.strikes}` : '';
    const whom = everyone && this.stage.processes.length > 1 ? ' of everyone' : '';
    return `${signal}${times}${whom} ${this.where}${server ? ` + ${server.name}` : ''}`;
  }

  /** A failure of the campaign's own step is also a breach: something that it waited for did not happen. */
  private async noteFailure(what: string, step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.breaches.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
