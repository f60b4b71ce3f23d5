import { randomUUID } from 'node:crypto';

let last = 0n;

/** UUIDs in order of creation (version 7), which are fast to insert: the baseline should be quick. */
export function orderedId(): string {
  const now = BigInt(Date.now()) << 12n;
  last = now > last ? now : last + 1n;
  const hex = last.toString(16).padStart(15, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12)}-${randomUUID().slice(19)}`;
}
