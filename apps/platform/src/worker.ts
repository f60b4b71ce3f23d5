import { createPlatform } from './app.js';
import { readConfig } from './config.js';
import { orSayWhy } from './run-or-exit.js';

await orSayWhy(async () => {
  await createPlatform(readConfig(process.env));
  // Nothing else holds a process that only waits for work; a signal still ends it.
  setInterval(() => undefined, 60_000);
  console.log('Working on loads and events. Stop with Ctrl+C.');
});
