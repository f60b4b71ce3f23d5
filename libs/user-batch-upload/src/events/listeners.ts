import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { EventBus } from '@nestjs/cqrs';
import { DURABLE_LISTENER, type DurableEventListener } from './durable-listener.js';
import { EVENT_CLASSES, type UserBatchUploadEvent } from './events.js';

export interface Listener {
  name: string;
  /** Names of the events that it is for. */
  events: ReadonlySet<string>;
  handle(event: UserBatchUploadEvent): Promise<void>;
}

/** Who hears of events: the `EventBus`, for plain `@EventsHandler`s, and every durable listener of any module. */
@Injectable()
export class Listeners {
  private found?: Listener[];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly eventBus: EventBus,
  ) {}

  all(): Listener[] {
    return (this.found ??= [
      {
        name: 'EventBus',
        events: new Set(Object.keys(EVENT_CLASSES)),
        handle: async (event) => void (await this.eventBus.publish(event)),
      },
      ...this.durable(),
    ]);
  }

  private durable(): Listener[] {
    return this.discovery.getProviders().flatMap(({ instance, metatype }) => {
      if (!metatype || !instance) return [];
      const events = Reflect.getMetadata(DURABLE_LISTENER, metatype) as string[] | undefined;
      if (!events) return [];
      const listener = instance as DurableEventListener<UserBatchUploadEvent>;
      return [
        { name: metatype.name, events: new Set(events), handle: (event) => listener.handle(event) },
      ];
    });
  }
}
