import { Refusal } from '../problems/refusal.js';

/** Throws `LOAD_CHANGED` if `revision` is newer than the one that somebody has seen. */
export function assertUnchanged(revision: number, seen: number | undefined): void {
  if (seen !== undefined && seen < revision) throw new Refusal('LOAD_CHANGED', {});
}
