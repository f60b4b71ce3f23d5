import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { Refusal } from '../../problems/refusal.js';

/** The lines that a process writes. Only the time spent waiting for the process counts towards `waitMs`. */
export async function* linesFrom(
  reader: ChildProcessByStdio<null, Readable, Readable>,
  waitMs: number,
): AsyncGenerator<string> {
  const pieces = reader.stdout.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  let leftMs = waitMs;
  let rest: string[] = [];
  for (;;) {
    const since = performance.now();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reader.kill('SIGKILL');
    }, leftMs);
    const next = await pieces.next();
    clearTimeout(timer);
    if (isLate)
      throw new Refusal('FILE_MALFORMED', { bound: 'seconds', most: Math.round(waitMs / 1000) });
    leftMs -= performance.now() - since;
    if (next.done) return;
    const [head = '', ...others] = next.value.split('\n');
    rest.push(head);
    for (const start of others) {
      yield rest.join('');
      rest = [start];
    }
  }
}
