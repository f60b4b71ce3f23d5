import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { MessageEvent } from '@nestjs/common';
import type { Load } from '../load/load.js';
import { progressStream } from './progress-stream.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const load = (done: number, status = 'FINISHING') =>
  ({ status, progress: { done, total: 9 } }) as Load;

function watch(mayWatch: () => Promise<boolean>, look = async () => load(1)) {
  const seen: MessageEvent[] = [];
  const state = { isOver: false };
  progressStream(load(0), look, mayWatch).subscribe({
    next: (message) => void seen.push(message),
    complete: () => (state.isOver = true),
  });
  return { seen, state };
}

test('a load is sent when it has changed, and `end` when it rests', async () => {
  const looks = [load(0), load(4), load(9, 'FINISHED')];
  const { seen, state } = watch(
    async () => true,
    async () => looks.shift() ?? load(9, 'FINISHED'),
  );
  await jest.advanceTimersByTimeAsync(5_000);
  expect(seen.map(({ type, data }) => type ?? JSON.parse(String(data)).progress.done)).toEqual([
    0,
    4,
    9,
    'end',
  ]);
  expect(state.isOver).toBe(true);
});

test('a load that rests already is sent with its `end`', async () => {
  const seen: MessageEvent[] = [];
  progressStream(
    load(9, 'STAGED'),
    async () => load(9),
    async () => true,
  ).subscribe((message) => void seen.push(message));
  expect(seen.map(({ type }) => type)).toEqual([undefined, 'end']);
});

test('a silent stream has a comment every 15 seconds', async () => {
  const { seen } = watch(async () => true);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(seen.filter(({ comment }) => comment)).toHaveLength(4);
});

test('the viewer is asked for every 2 seconds, and the stream ends when they may no longer watch', async () => {
  let asked = 0;
  const { seen, state } = watch(async () => ++asked < 3);
  await jest.advanceTimersByTimeAsync(5_900);
  expect([asked, state.isOver]).toEqual([2, false]);
  await jest.advanceTimersByTimeAsync(200);
  expect([asked, state.isOver]).toEqual([3, true]);
  expect(seen.some(({ type }) => type === 'end')).toBe(false);
  expect(jest.getTimerCount()).toBe(0);
});
