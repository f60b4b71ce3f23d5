import type { INestApplicationContext } from '@nestjs/common';
import { MountCheck } from '../src/mount/mount-check.js';

/**
 * Runs the check of the start in a test: `await mountIsComplete(app)`. Rejects with an `Error` for faults and for
 * warnings. Its message has one line for each, which says how to fix it.
 */
export async function mountIsComplete(app: INestApplicationContext): Promise<void> {
  const { errors, warnings } = await app.get(MountCheck, { strict: false }).check();
  if (errors.length + warnings.length > 0) throw new Error([...errors, ...warnings].join('\n'));
}
