import { expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Loop } from './loop.js';

/** A step that runs until it is released with whether there may be more to do. */
function heldStep() {
  const releases: ((hasMore: boolean) => void)[] = [];
  const step = () => new Promise<boolean>((resolve) => releases.push(resolve));
  const release = async (hasMore: boolean): Promise<void> => {
    releases.at(-1)?.(hasMore);
    for (let turns = 0; turns < 3; turns += 1) await turn();
  };
  return { step, release, started: () => releases.length };
}

const noError = (error: unknown): never => {
  throw error;
};

test('a loop runs its step again while there is more to do', async () => {
  const { step, release, started } = heldStep();
  const loop = new Loop(step, noError);
  loop.wake();
  await release(true);
  expect(started()).toBe(2);
  await release(false);
  expect(started()).toBe(2);
});

test('wake-ups during a step cause one more run, not several at once', async () => {
  const { step, release, started } = heldStep();
  const loop = new Loop(step, noError);
  loop.wake();
  loop.wake();
  loop.wake();
  expect(started()).toBe(1);
  await release(false);
  expect(started()).toBe(2);
  await release(false);
  expect(started()).toBe(2);
});

test('a step that fails is reported, and the next wake-up runs it again', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const loop = new Loop(
    async () => {
      runs += 1;
      throw new Error('planted');
    },
    (error) => errors.push(error),
  );
  loop.wake();
  await turn();
  loop.wake();
  await turn();
  expect({ runs, errors: errors.map(String) }).toEqual({
    runs: 2,
    errors: ['Error: planted', 'Error: planted'],
  });
});

test('a stop waits for the step that runs and starts no other', async () => {
  const { step, release, started } = heldStep();
  const loop = new Loop(step, noError);
  loop.wake();
  let isStopped = false;
  const stopped = loop.stop().then(() => (isStopped = true));
  await turn();
  expect(isStopped).toBe(false);
  await release(true);
  await stopped;
  expect(started()).toBe(1);
});
