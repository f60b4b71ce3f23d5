import type { INestApplicationContext } from '@nestjs/common';
import { MountCheck } from '../src/mount/mount-check.js';

/**
 * The check of the start as a test, warnings included: `await mountIsComplete(app)`.
 * Rejects with what the mount lacks, a line each, with what mends it.
 */
export async function mountIsComplete(app: INestApplicationContext): Promise<void> {
  const { errors, warnings } = await app.get(MountCheck, { strict: false }).check();
  if (errors.length + warnings.length > 0) throw new Error([...errors, ...warnings].join('\n'));
}
