import { announce, warn } from './announce.js';
import { readConfig } from './config.js';
import { reasonOf } from './reason-of.js';
import { runOrExit } from './run-or-exit.js';

await runOrExit('start', async () => {
  const config = readConfig(process.env);
  warn(config);
  // Loaded late, because it takes seconds: a wrong option or setting is reported first.
  const { createPlatform } = await import('./app.js');
  const { app } = await createPlatform(config, announce(config));
  await app.listen(config.port, '0.0.0.0').catch((error: unknown): never => {
    throw new Error(`PORT: ${config.port} can’t be opened: ${reasonOf(error)}.`, { cause: error });
  });
  console.log(`Batch Upload: http://localhost:${config.port}/settings/users/batch-upload`);
});
