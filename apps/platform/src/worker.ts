import { announce, warn } from './announce.js';
import { readConfig } from './config.js';
import { runOrExit } from './run-or-exit.js';

await runOrExit('worker', async () => {
  const config = readConfig(process.env);
  warn(config);
  // Loaded late, as in main.ts.
  const { createPlatform } = await import('./app.js');
  await createPlatform(config, announce(config));
  // Keeps the process alive while it only waits for work. A signal still ends it.
  setInterval(() => undefined, 60_000);
  console.log('Working on loads and events. Stop with Ctrl+C.');
});
