import type { DiscoveryService } from '@nestjs/core';
import { ROW_RULE } from '../check/row-rule.js';
import { DURABLE_LISTENER } from '../events/durable-listener.decorator.js';
import { EVENT_CLASSES } from '../events/events.js';
import { decoratedClass } from '../work/decorated-class.js';

type Provider = ReturnType<DiscoveryService['getProviders']>[number];

/** The rules and durable listeners of a host that could never work. */
export function providerFaults(providers: readonly Provider[]): string[] {
  const faults = providers.flatMap((provider) => {
    const rule = decoratedClass(provider, ROW_RULE);
    if (rule) return ruleFaults(provider, rule.name);
    const listener = decoratedClass(provider, DURABLE_LISTENER);
    if (!listener) return [];
    const events = Reflect.getMetadata(DURABLE_LISTENER, listener) as string[];
    return listenerFaults(provider, listener.name, events);
  });
  // An alias has the faults of its provider.
  return [...new Set(faults)];
}

function ruleFaults(provider: Provider, name: string): string[] {
  if (!provider.isDependencyTreeStatic()) return [scopeFault(name)];
  return has(provider, 'check')
    ? []
    : [
        `${name} has @RowRule() but no method "check(rows, context)". Add it, or remove @RowRule().`,
      ];
}

function listenerFaults(provider: Provider, name: string, events: string[]): string[] {
  if (!provider.isDependencyTreeStatic()) return [scopeFault(name)];
  const faults: string[] = [];
  if (events.length === 0)
    faults.push(`${name} listens to no event. Name them: @DurableListener(UserCreated).`);
  for (const event of events)
    if (!(event in EVENT_CLASSES))
      faults.push(
        `${name} listens to ${event}, which user-batch-upload does not publish. Choose from ${Object.keys(EVENT_CLASSES).join(', ')}.`,
      );
  if (!has(provider, 'handle') && !has(provider, 'handleAll'))
    faults.push(
      `${name} has @DurableListener() but no method "handle(event)" or "handleAll(events)". Add one of them.`,
    );
  return faults;
}

export const scopeFault = (name: string): string =>
  `${name} is request-scoped, and a worker calls it without a request. Remove "scope: Scope.REQUEST" from it, or from what it injects.`;

const has = ({ instance }: Provider, method: string): boolean =>
  typeof (instance as Record<string, unknown> | undefined)?.[method] === 'function';
