import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const scripts = { start: 'apps/platform/dist/main.js', worker: 'apps/platform/dist/worker.js' };

/** A script of the platform in its own process, with only the given environment. */
export class PlatformProcess {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(
    script: keyof typeof scripts,
    env: Record<string, string>,
    args: string[] = [],
    root = ROOT,
  ) {
    this.child = spawn(process.execPath, [join(root, scripts[script]), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text) => (this.stdout += text));
    this.child.stderr?.on('data', (text) => (this.stderr += text));
    this.ended = once(this.child, 'close');
  }

  /** Resolves after it printed this. Rejects if it ends first. */
  async prints(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      const printed = this.child.stdout && once(this.child.stdout, 'data').then(() => true);
      if (!(await Promise.race([printed, this.ended.then(() => false)])))
        throw new Error(`It ended with ${this.child.exitCode}. ${this.stderr}`);
    }
  }

  async exit(): Promise<{ code: number | null; stdout: string; stderr: string }> {
    await this.ended;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}
