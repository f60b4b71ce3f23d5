import { expect, test } from '@jest/globals';
import { backoffMs } from './backoff.js';

test('the pause doubles with each call, up to an hour', () => {
  expect([1, 2, 3, 12, 13, 5_000].map((attempt) => backoffMs(1_000, attempt))).toEqual([
    1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000,
  ]);
});
