import type { LoadRecord } from './load.js';
import { Refusal } from '../problems/refusal.js';

/** Throws a `Refusal` unless the load is open for review. */
export function assertInReview(load: Pick<LoadRecord, 'status'>): void {
  if (load.status === 'STAGED') return;
  if (load.status === 'FINISHING') throw new Refusal('LOAD_FINISHING', {});
  throw new Refusal('LOAD_NOT_STAGED', { status: load.status });
}
