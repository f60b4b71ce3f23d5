import { createHash, randomUUID } from 'node:crypto';

/** A UUID of version 7 (RFC 9562). It begins with its time, so that new ids go to the end of an index. */
export function orderedId(): string {
  return `${timeOf(Date.now())}-7${randomUUID().slice(15)}`;
}

/**
 * UUIDs of version 7 for the lines of a load: the same at every attempt, and in the order of the lines. `createdAt`: when
 * the load was created, in milliseconds since 1970.
 */
export function idsOfLines(loadId: string, createdAt: number): (line: number) => string {
  const time = timeOf(createdAt);
  const load = createHash('sha256').update(loadId).digest('hex').slice(0, 10);
  return (line) => {
    const at = line.toString(16).padStart(8, '0');
    return `${time}-7${at.slice(0, 3)}-8${at.slice(3, 6)}-${at.slice(6)}${load}`;
  };
}

function timeOf(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
