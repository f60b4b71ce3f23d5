import type { UserBatchUploadEvent } from 'user-batch-upload';

export const FICKLE = 'Fickle';

/** Whether it gives this event up. Decided by the id, so that every process decides the same. */
export const isGivenUp = (eventId: string): boolean => rest(eventId, 17) === 0;

const rest = (eventId: string, by: number): number => Number.parseInt(eventId.slice(-6), 16) % by;

/** A durable listener of every event that fails the first call of some, and gives others up. */
export function fickleListener(GivenUp: new (message: string) => Error) {
  const failed = new Set<string>();
  return {
    name: FICKLE,
    events: new Set(['UserCreated', 'UserUpdated', 'InviteRequested', 'LoadFinished']),
    isBatch: false,
    async call(events: readonly UserBatchUploadEvent[]): Promise<void> {
      for (const { eventId, ...event } of events) {
        // The end of a load is handled, so that its order is seen.
        if (!('line' in event)) continue;
        if (isGivenUp(eventId)) throw new GivenUp('Given up.');
        if (rest(eventId, 7) !== 0 || failed.has(eventId)) continue;
        failed.add(eventId);
        throw new Error('Not yet.');
      }
    },
  };
}
