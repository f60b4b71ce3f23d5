import { announce, warn } from './announce.js';
import { createPlatform } from './app.js';
import { readConfig } from './config.js';
import { runOrExit } from './run-or-exit.js';

await runOrExit('worker', async () => {
  const config = readConfig(process.env);
  warn(config);
  await createPlatform(config, announce(config));
  // Keeps the process alive while it only waits for work. A signal still ends it.
  setInterval(() => undefined, 60_000);
  console.log('Working on loads and events. Stop with Ctrl+C.');
});
