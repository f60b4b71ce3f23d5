import { Inject } from '@nestjs/common';
import {
  DurableListener,
  LoadFinished,
  UnrecoverableError,
  UserCreated,
  UserUpdated,
} from 'user-batch-upload';
import { postWebhook, type Webhook } from './post-webhook.js';
import { PrivateAddress, type Resolve } from './public-addresses.js';

export const WEBHOOK = Symbol('webhook');
export const RESOLVE = Symbol('resolve');

/** Sends the events of users and loads to another system. It may get an event twice, with the same `webhook-id`. */
@DurableListener(UserCreated, UserUpdated, LoadFinished)
export class SendWebhook {
  constructor(
    @Inject(WEBHOOK) private readonly webhook: Webhook,
    @Inject(RESOLVE) private readonly resolve: Resolve,
  ) {}

  async handle(event: UserCreated | UserUpdated | LoadFinished): Promise<void> {
    const body = JSON.stringify({ type: event.constructor.name, ...event });
    const status = await this.post(event.eventId, body);
    // No event may be lost, so every other status is tried again.
    if (status < 200 || status > 299) throw new Error(`The webhook answered ${status}.`);
  }

  private async post(id: string, body: string): Promise<number> {
    try {
      return await postWebhook(this.webhook, id, body, this.resolve);
    } catch (error) {
      // Another try would fail in the same way.
      if (error instanceof PrivateAddress) throw new UnrecoverableError(error.message);
      // Drops the error's code: a network code could be mistaken for an outage of our own storage.
      const { code, message } = error as NodeJS.ErrnoException;
      throw new Error(`The webhook did not answer: ${code ?? message}.`);
    }
  }
}
