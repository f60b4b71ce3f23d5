import { createPlatform } from './app.js';
import { readConfig } from './config.js';
import { orSayWhy } from './or-say-why.js';

await orSayWhy(async () => {
  await createPlatform(readConfig(process.env));
  console.log('Working on loads and events. Stop with Ctrl+C.');
});
