import { createPlatform } from './app.js';
import { readConfig } from './config.js';

const { app } = await createPlatform(readConfig(process.env));
await app.init();
console.log('Working on loads and events. Stop with Ctrl+C.');
