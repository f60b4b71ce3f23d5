import type { Random } from './random.ts';
import type { Armed } from './steps.ts';

/** The fault of a round. */
export interface Fault {
  signal: 'SIGKILL' | 'SIGSTOP' | 'SIGTERM';
  /** Undefined: at a random time. */
  step: Omit<Armed, 'signal'> | undefined;
  /** Number of kills. A further one may hit the same load again, or a process that is still starting. */
  times: number;
  /** Hits every process at once, if there is no step. */
  everyone: boolean;
  /** Milliseconds into the round, if there is no step. */
  at: number;
  /** Milliseconds until missing processes are restarted. */
  startsAfter: number;
  /** An additional fault of a server, in some rounds, and its time. */
  server: { name: string; at: number } | undefined;
}

/** Each step with the maximum number of times that a round of a hundred rows reaches it. */
export const STEPS: readonly (readonly [step: string, times: number])[] = [
  ['upload commit', 1],
  ['check lease', 2],
  ['check commit', 2],
  ['review commit', 1],
  ['edit commit', 3],
  ['fix commit', 1],
  ['undo commit', 1],
  ['tick commit', 2],
  ['finish commit', 1],
  ['lease', 1],
  ['lease', 2],
  ['look-up', 1],
  ['look-up', 2],
  ['user writes', 1],
  ['user writes', 2],
  ['outcome writes', 1],
  ['outcome writes', 2],
  ['outbox write', 1],
  ['outbox write', 2],
  ['chunk commit', 1],
  ['chunk commit', 2],
  ['load commit', 1],
  ['outbox read', 1],
  ['delivery claim', 2],
  ['listener call', 1],
  ['listener call', 60],
  ['mail', 5],
  ['listener ack', 2],
];

export const isOfLargeLoads = ({ step }: Fault): boolean =>
  step?.step === 'check lease' || step?.step === 'check commit' || step?.step === 'review commit';

/** `only`: the steps to hit. None: any step, or a random time. */
export function drawFault(
  random: Random,
  serverFaults: readonly string[],
  only: readonly string[],
): Fault {
  const isAny = only.length === 0;
  const [step, times] = random.of(isAny ? STEPS : STEPS.filter(([name]) => only.includes(name)));
  const isNamed = random.chance(isAny ? 0.8 : 1);
  const signal = random.weighted([
    ['SIGKILL', 70],
    ['SIGSTOP', 15],
    ['SIGTERM', 15],
  ] as const);
  return {
    signal,
    times: signal === 'SIGKILL' && random.chance(0.2) ? random.whole(2, 3) : 1,
    everyone: !isNamed && random.chance(0.3),
    step: isNamed
      ? { step, when: random.of(['before', 'after'] as const), nth: random.whole(1, times) }
      : undefined,
    at: random.whole(0, 1_200),
    startsAfter: random.whole(0, 1_500),
    server:
      serverFaults.length > 0 && random.chance(0.2)
        ? { name: random.of(serverFaults), at: random.whole(0, 1_500) }
        : undefined,
  };
}

/** The faults that reveal what each broken build lacks. */
export const AIMED: Record<'fencing' | 'outbox' | 'order', Fault> = {
  fencing: aimed('SIGSTOP', 'lease'),
  outbox: aimed('SIGKILL', 'chunk commit'),
  order: aimed('SIGKILL', 'outbox read'),
};

function aimed(signal: Fault['signal'], step: string): Fault {
  return {
    signal,
    step: { step, when: 'after', nth: 1 },
    times: 1,
    everyone: false,
    at: 0,
    startsAfter: 0,
    server: undefined,
  };
}
