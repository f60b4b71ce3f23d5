import { expect, test } from '@jest/globals';
import { Injectable, Module, type Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { EventBus } from '@nestjs/cqrs';
import { DurableListener } from '../events/durable-listener.decorator.js';
import { UserCreated } from '../events/events.js';
import { Listeners } from './listeners.js';

@Injectable()
@DurableListener(UserCreated)
class Greets {
  async handle(): Promise<void> {}
}

async function listenersOf(providers: Provider[]): Promise<string[]> {
  @Module({
    imports: [DiscoveryModule],
    providers: [Listeners, { provide: EventBus, useValue: {} }, ...providers],
  })
  class Host {}
  const app = await NestFactory.createApplicationContext(Host, {
    logger: false,
    abortOnError: false,
  });
  const names = app.get(Listeners).all();
  await app.close();
  return names.map(({ name }) => name);
}

test.each<[string, Provider[]]>([
  ['a class', [Greets]],
  ['a factory', [{ provide: 'listener', useFactory: () => new Greets() }]],
  ['a value', [{ provide: 'listener', useValue: new Greets() }]],
  ['an alias too', [Greets, { provide: 'listener', useExisting: Greets }]],
])('a durable listener that is provided by %s is called', async (_, providers) => {
  expect(await listenersOf(providers)).toEqual(['EventBus', 'Greets']);
});

test('two durable listeners of one name do not start', async () => {
  const another = { provide: 'another', useClass: Greets };
  await expect(listenersOf([Greets, another])).rejects.toThrow(
    'Two durable listeners are named Greets.',
  );
});
