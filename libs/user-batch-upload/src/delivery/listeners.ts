import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { EventBus } from '@nestjs/cqrs';
import {
  DURABLE_LISTENER,
  type DurableEventListener,
} from '../events/durable-listener.decorator.js';
import { EVENT_CLASSES, type UserBatchUploadEvent } from '../events/events.js';
import { decoratedClass } from '../work/decorated-class.js';

/** The name of the listener that publishes to plain `@EventsHandler`s. */
export const EVENT_BUS = 'EventBus';

export interface Listener {
  name: string;
  /** The names of the events that it handles. */
  events: ReadonlySet<string>;
  /** Whether one call takes many events. */
  isBatch: boolean;
  call(events: readonly UserBatchUploadEvent[]): Promise<void>;
}

/** All listeners: the `EventBus` for plain `@EventsHandler`s, and the durable listeners of every module. */
@Injectable()
export class Listeners implements OnModuleInit {
  private found: readonly Listener[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly eventBus: EventBus,
  ) {}

  all(): readonly Listener[] {
    return this.found;
  }

  onModuleInit(): void {
    this.found = [
      {
        name: EVENT_BUS,
        events: new Set(Object.keys(EVENT_CLASSES)),
        isBatch: true,
        call: async (events) => void (await this.eventBus.publishAll([...events])),
      },
      ...this.durable(),
    ];
    const names = this.found.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice)
      throw new Error(
        `Two durable listeners are named ${twice}. Deliveries are kept by the class's name: rename one of them.`,
      );
  }

  private durable(): Listener[] {
    const found = new Map<unknown, Type>();
    for (const provider of this.discovery.getProviders()) {
      const listener = decoratedClass(provider, DURABLE_LISTENER);
      // An alias has the same instance.
      if (listener && provider.instance) found.set(provider.instance, listener);
    }
    return [...found].map(([instance, type]): Listener => {
      const listener = instance as DurableEventListener<UserBatchUploadEvent>;
      const isBatch = 'handleAll' in listener;
      const call = async (events: readonly UserBatchUploadEvent[]): Promise<void> => {
        if ('handleAll' in listener) return listener.handleAll(events);
        for (const event of events) await listener.handle(event);
      };
      const names = Reflect.getMetadata(DURABLE_LISTENER, type) as string[];
      return { name: type.name, events: new Set(names), isBatch, call };
    });
  }
}
