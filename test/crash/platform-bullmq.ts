/** Starts the built platform as its `main.js` does, with BullMQ in the place of Bull. */
import { Test } from '@nestjs/testing';
import { createPlatform } from '../../apps/platform/dist/app.js';
import { readConfig } from '../../apps/platform/dist/config.js';
import { withBullMQ } from '../e2e/bullmq-platform.ts';

const config = readConfig(process.env);
const { app } = await createPlatform(config, undefined, async (module, options) => {
  const builder = Test.createTestingModule({ imports: [module] });
  const testing = await withBullMQ(config.redisUrl ?? '')(builder).compile();
  return testing.createNestApplication(options);
});
await app.listen(config.port, '127.0.0.1');
