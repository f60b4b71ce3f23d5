import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Armed } from './steps.ts';
import { eventually } from './timing.ts';

/** The programs that start the platform, by the queue that distributes its loads. */
const MAINS = { bull: '../../apps/platform/dist/main.js', bullmq: './platform-bullmq.ts' };
export type QueueName = keyof typeof MAINS;

const STEPS = new URL('./steps.ts', import.meta.url).href;

/** One web and worker process of the platform, which can be started, signalled and restarted on the same port. */
export class PlatformProcess {
  readonly url: string;
  /** Where it was when it signalled itself, since it was armed. */
  reached = '';
  isStopped = false;
  private readonly main: string;
  private readonly name: string;
  private readonly port: number;
  private readonly env: Record<string, string>;
  private readonly log: string;
  private child: ChildProcess | undefined;
  private isDoomed = false;
  private readonly onSurprise: (breach: string) => void;

  constructor(
    queue: QueueName,
    name: string,
    port: number,
    env: Record<string, string>,
    dir: string,
    onSurprise: (breach: string) => void,
  ) {
    this.main = fileURLToPath(new URL(MAINS[queue], import.meta.url));
    this.name = name;
    this.port = port;
    this.env = env;
    this.log = join(dir, `${name}.log`);
    this.url = `http://127.0.0.1:${port}`;
    this.onSurprise = onSurprise;
  }

  get isAlive(): boolean {
    return this.child !== undefined;
  }

  /** Starts it unless it runs. Resolves when it serves. */
  async start(): Promise<void> {
    if (!this.child) this.run();
    const serves = await eventually(async () => !this.child || (await this.serves()), 60_000);
    if (!serves) throw new Error(`${this.name} does not serve. ${this.lastLines()}`);
  }

  private run(): void {
    const log = openSync(this.log, 'a');
    const child = spawn(process.execPath, ['--import', STEPS, this.main], {
      env: { ...process.env, ...this.env, PORT: String(this.port) },
      stdio: ['ignore', log, log, 'ipc'],
    });
    this.child = child;
    this.isDoomed = false;
    this.isStopped = false;
    child.on('message', ({ at, signal }: { at: string; signal: NodeJS.Signals }) => {
      this.reached = at;
      this.isDoomed = true;
      this.isStopped = signal === 'SIGSTOP';
    });
    child.on('error', () => undefined);
    child.on('exit', (code, signal) => {
      this.child = undefined;
      this.isStopped = false;
      if (!this.isDoomed)
        this.onSurprise(`${this.name} ended by itself (${signal ?? code}). ${this.lastLines()}`);
    });
  }

  arm(step: Armed | null): void {
    this.reached = '';
    if (this.child?.connected) this.child.send({ arm: step }, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    this.isDoomed = true;
    this.isStopped = signal === 'SIGSTOP';
    this.child?.kill(signal);
  }

  /** Resumes it after SIGSTOP. */
  resume(): void {
    this.isStopped = false;
    this.isDoomed = false;
    this.child?.kill('SIGCONT');
  }

  /** Resolves to true when it has ended, or to false after the time limit. */
  async ended(ms: number): Promise<boolean> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return true;
    return (
      (await Promise.race([
        once(child, 'exit').then(() => true),
        new Promise<false>((resolve) => setTimeout(() => resolve(false), ms).unref()),
      ])) === true
    );
  }

  async kill(): Promise<void> {
    if (!this.child) return;
    this.signal('SIGKILL');
    await this.ended(10_000);
  }

  serves(): Promise<boolean> {
    return fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status === 200;
      },
      () => false,
    );
  }

  private lastLines(): string {
    return readFileSync(this.log, 'utf8').split('\n').slice(-25).join('\n');
  }
}
