import { Refusal } from '../problems/refusal.js';

/** Throws `LOAD_CHANGED` if this is newer than the revision that somebody saw. */
export function assertUnchanged(revision: number, seen: number | undefined): void {
  if (seen !== undefined && seen < revision) throw new Refusal('LOAD_CHANGED', {});
}
