import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What the parent may ask of a measured process. Asking begins a new measurement of the delay. */
export interface AboutProcess {
  peakBytes: number;
  /** Milliseconds beyond the timer's own. */
  loopDelay: { p99: number; max: number };
}

const RESOLUTION_MS = 10;

export function answerAboutProcess(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  // A benchmark that was broken off leaves nothing running.
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const about: AboutProcess = {
      peakBytes: peakBytes(),
      loopDelay: { p99: beyond(delay.percentile(99)), max: beyond(delay.max) },
    };
    delay.reset();
    process.send?.(about);
  });
}

/** Linux counts the parent's size into `maxRSS` of a process that it starts; its high-water mark is this one's own. */
function peakBytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
