import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { UserBatchUploadEventClass } from './events.js';

export const DURABLE_LISTENER = 'user-batch-upload:durable-listener';

/**
 * What a provider with `@DurableListener()` must be able to do. It is called at least once for each event, outside any
 * transaction, and awaited. Throwing means "again later": with growing pauses, and after the last try the event becomes
 * a dead letter of this listener. An `UnrecoverableError` makes it one at once. One user's events come in order.
 * `eventId` tells a redelivery.
 */
export type DurableEventListener<Event> =
  | { handle(event: Event): Promise<void> }
  /** For one that writes many with one statement. Several users' events at once; what failed comes again alone. */
  | { handleAll(events: readonly Event[]): Promise<void> };

/**
 * Marks a provider of any module as a listener that must not miss an event:
 * `@DurableListener(UserCreated, UserUpdated) class KeepActivity { async handle(event) { … } }`.
 * The class's name is how its deliveries are kept: renaming it abandons those that are under way;
 * they are dropped at a start a day later.
 */
export const DurableListener = (...events: UserBatchUploadEventClass[]): ClassDecorator =>
  applyDecorators(
    Injectable(),
    SetMetadata(
      DURABLE_LISTENER,
      events.map((event) => event.name),
    ),
  );
