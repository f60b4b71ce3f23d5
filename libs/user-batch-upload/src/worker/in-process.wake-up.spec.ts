import { expect, jest, test } from '@jest/globals';
import type { ModuleRef } from '@nestjs/core';
import { Options } from '../user-batch-upload.options.js';
import { InProcessWakeUp } from './in-process.wake-up.js';

test.each([
  ['a process that works is woken for a load', {}, 1],
  ['a process that only serves is not', { runWorker: false }, 0],
])('%s', async (_name, options, calls) => {
  const work = jest.fn(async () => undefined);
  const modules = { get: () => ({ work }) } as unknown as ModuleRef;
  await new InProcessWakeUp(modules, new Options(options)).wake('load', 1);
  expect(work).toHaveBeenCalledTimes(calls);
});
