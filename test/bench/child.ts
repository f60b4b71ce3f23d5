import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { contextFlags } from '../../tools/newer-node.js';
import type { AboutProcess } from './about-process.ts';

const CONTEXT_FLAGS = contextFlags(process.execPath);
/** Node's options of `npm start`. */
export const START_FLAGS = [
  ...CONTEXT_FLAGS,
  ...(packageJson.scripts.start.match(/--max\S+/g) ?? []),
];

/** A measured process with its own memory and event loop. */
export interface Child {
  url: string;
  about(): Promise<AboutProcess>;
  stop(): Promise<void>;
}

export async function startChild(
  file: 'baseline-process.ts' | 'product-process.ts',
  env: Record<string, string>,
  nodeFlags: string[] = [],
): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      ...(file === 'product-process.ts' ? START_FLAGS : CONTEXT_FLAGS),
      ...nodeFlags,
    ],
    // Standard output is only for the figures.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const { url } = await message<{ url: string }>(child, file);
  return {
    url,
    about() {
      child.send('about');
      return message<AboutProcess>(child, file);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function message<Message>(child: ChildProcess, name: string): Promise<Message> {
  const ended = new AbortController();
  const died = () =>
    ended.abort(new Error(`${name} ended with ${child.exitCode ?? child.signalCode}.`));
  child.once('exit', died);
  try {
    const [answer] = (await once(child, 'message', { signal: ended.signal })) as [Message];
    return answer;
  } catch (error) {
    throw ended.signal.reason ?? error;
  } finally {
    child.off('exit', died);
  }
}
