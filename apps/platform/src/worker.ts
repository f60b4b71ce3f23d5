import { announce, warn } from './announce.js';
import { createPlatform } from './app.js';
import { readConfig } from './config.js';
import { runOrExit } from './run-or-exit.js';

await runOrExit('worker', async () => {
  const config = readConfig(process.env);
  warn(config);
  await createPlatform(config, announce(config));
  // Nothing else holds a process that only waits for work; a signal still ends it.
  setInterval(() => undefined, 60_000);
  console.log('Working on loads and events. Stop with Ctrl+C.');
});
