import { expect, jest, test } from '@jest/globals';
import { InProcessWakeUp } from './in-process.wake-up.js';

test('a process that listens works on a load when it is woken', async () => {
  const work = jest.fn(async () => undefined);
  const wakeUp = new InProcessWakeUp();
  wakeUp.listen(work);
  await wakeUp.wake('load', 1);
  expect(work.mock.calls).toEqual([['load']]);
});

test('a process that only serves does not', async () => {
  await new InProcessWakeUp().wake('load', 1);
});
