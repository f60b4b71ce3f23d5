import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { IS_FULL } from '../size.js';

/**
 * The smallest campaign, and proof that it detects faults: a build without its fencing token, one that writes its outbox
 * after the commit, and one in which the end of a load does not wait for its rows, must fail. The full size is
 * `npm run crash -- --kills 300`.
 */
const CAMPAIGN = fileURLToPath(new URL('./crash.ts', import.meta.url));
const MINUTES = 60_000;
const KILLS = IS_FULL ? 4 : 2;

function crash(...args: string[]): Promise<{ code: number; told: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CAMPAIGN, ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, told: stdout + stderr }),
    );
  });
}

const hasServers = process.env['TEST_POSTGRES_URL'] && process.env['TEST_REDIS_URL'];

for (const [database, title, when] of [
  ['sqlite', 'on SQLite, one process', describe],
  ['postgresql', 'on PostgreSQL and Redis, two processes', hasServers ? describe : describe.skip],
] as const)
  when(title, () => {
    test.concurrent(
      'loads survive what happens to the processes that work on them',
      async () => {
        const { code, told } = await crash(`--kills=${KILLS}`, `--database=${database}`);
        // On failure, prints the breaches and how to repeat them.
        expect(code === 0 ? '' : told).toBe('');
        expect(told).toContain(`${KILLS} of ${KILLS} rounds`);
      },
      4 * MINUTES,
    );
  });

describe('on SQLite, the campaign sees the fault', () => {
  test.concurrent(
    'a build that writes its outbox after the commit is caught',
    async () => {
      const { code, told } = await crash('--kills=3', '--database=sqlite', '--broken=outbox');
      expect(told).toMatch(/SIGKILL after chunk commit.*BREACH/);
      expect(told).toContain('events none, not');
      expect(code).toBe(1);
    },
    2 * MINUTES,
  );

  test.concurrent(
    'a build in which the end of a load does not wait for its rows is caught',
    async () => {
      const { code, told } = await crash('--kills=3', '--database=sqlite', '--broken=order');
      expect(told).toMatch(/was told of the end of \S+ before \d+ of its rows/);
      expect(code).toBe(1);
    },
    2 * MINUTES,
  );
});

// The BullMQ adapter has the tests of `queues.spec.ts` too.
if (IS_FULL)
  (hasServers ? test.concurrent : test.concurrent.skip)(
    'with BullMQ, loads survive what happens to the processes that work on them',
    async () => {
      const { code, told } = await crash(
        `--kills=${KILLS}`,
        '--database=postgresql',
        '--queue=bullmq',
      );
      expect(code === 0 ? '' : told).toBe('');
      expect(told).toContain(`${KILLS} of ${KILLS} rounds`);
    },
    4 * MINUTES,
  );

(hasServers ? test.concurrent : test.concurrent.skip)(
  'on PostgreSQL and Redis: a build without its fencing token is caught',
  async () => {
    const { code, told } = await crash('--kills=3', '--database=postgresql', '--broken=fencing');
    expect(told).toMatch(/SIGSTOP after lease.*BREACH/);
    expect(told).toContain('events are in the outbox twice');
    expect(code).toBe(1);
  },
  2 * MINUTES,
);
