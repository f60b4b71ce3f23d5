import { randomUUID } from 'node:crypto';

/** A UUID of version 7 (RFC 9562): begins with its time, so that indexes take what is new at their end. */
export function orderedId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
