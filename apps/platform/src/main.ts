import { announce, warn } from './announce.js';
import { createPlatform } from './app.js';
import { readConfig } from './config.js';
import { reasonOf } from './reason-of.js';
import { runOrExit } from './run-or-exit.js';

await runOrExit('start', async () => {
  const config = readConfig(process.env);
  warn(config);
  const { app } = await createPlatform(config, announce(config));
  await app.listen(config.port, '0.0.0.0').catch((error: unknown): never => {
    throw new Error(`PORT: ${config.port} can’t be opened: ${reasonOf(error)}.`, { cause: error });
  });
  console.log(`Batch Upload: http://localhost:${config.port}/settings/users/batch-upload`);
});
