/**
 * Writes into package-lock.json what `npm install` leaves out. Run it after every change of the dependencies:
 * `node tools/lock.js`. A test fails where it was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));

// A Node that is new enough needs no packaged one, and npm then installs none.
for (const name of Object.keys(lock.packages[''].optionalDependencies))
  lock.packages[`node_modules/${name}`].engines = { node: '<22.18.0' };

// The package carries its binary. Without this, npm runs node-gyp where install scripts are allowed.
lock.packages['node_modules/better-sqlite3'].gypfile = false;

writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
