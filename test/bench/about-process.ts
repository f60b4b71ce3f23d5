import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { LongestHold } from './hold.ts';

/** Questions of the parent to a measured process. Each question restarts the measurement of the delay and of the hold. */
export interface AboutProcess {
  peakBytes: number;
  /** Milliseconds beyond the interval of the timer. */
  loopDelay: { p99: number; max: number };
  /** Milliseconds of processor time. */
  longestHold: number;
}

const RESOLUTION_MS = 10;

export function answerAboutProcess(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const hold = new LongestHold();
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  // Ends the process if the benchmark is interrupted.
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const about: AboutProcess = {
      peakBytes: peakBytes(),
      loopDelay: { p99: beyond(delay.percentile(99)), max: beyond(delay.max) },
      longestHold: hold.take(),
    };
    delay.reset();
    process.send?.(about);
  });
}

/** On Linux, `maxRSS` includes the size of the parent at the start; the high-water mark covers only this process. */
function peakBytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
