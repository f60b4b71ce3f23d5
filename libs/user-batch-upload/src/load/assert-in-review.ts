import type { LoadRecord } from './load.js';
import { Refusal } from '../problems/refusal.js';

/** Throws a `Refusal` unless the load is open for review. */
export function assertInReview(load: Pick<LoadRecord, 'status'>): void {
  if (load.status === 'STAGED') return;
  if (load.status === 'FINISHING')
    throw new Refusal(
      'LOAD_FINISHING',
      'This load is being finished; its rows can no longer be changed. Wait for the result.',
    );
  throw new Refusal(
    'LOAD_NOT_STAGED',
    load.status === 'STAGING'
      ? 'This load is still being checked. Wait until it is open for review.'
      : `This load is ${load.status.toLowerCase()} and no longer in review. Upload the file again to start anew.`,
  );
}
