import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { UserBatchUploadEventClass } from './events.js';

export const DURABLE_LISTENER = 'user-batch-upload:durable-listener';

/**
 * A provider with `@DurableListener()`. The library calls and awaits it at least once for each event, outside of any
 * transaction. If it throws, the library calls it again with growing pauses; after the last attempt the event becomes a
 * dead letter of this listener. An `UnrecoverableError` makes it a dead letter at once. The events of one user arrive in
 * order. A redelivery has the same `eventId`.
 */
export type DurableEventListener<Event> =
  | { handle(event: Event): Promise<void> }
  /** Takes the events of several users at once. Events of a failed call come again one by one. */
  | { handleAll(events: readonly Event[]): Promise<void> };

/**
 * Marks a provider of any module as a listener that must not miss an event:
 * `@DurableListener(UserCreated, UserUpdated) class KeepActivity { async handle(event) { … } }`.
 * Deliveries are stored under the name of the class. If you rename the class, its open deliveries are abandoned, and a
 * start one day later deletes them.
 */
export const DurableListener = <
  Events extends [UserBatchUploadEventClass, ...UserBatchUploadEventClass[]],
>(
  ...events: Events
): ((
  listener: new (...args: any[]) => DurableEventListener<InstanceType<Events[number]>>,
) => void) =>
  applyDecorators(
    Injectable(),
    SetMetadata(
      DURABLE_LISTENER,
      events.map((event) => event.name),
    ),
  );
