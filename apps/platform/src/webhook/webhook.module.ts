import { type DynamicModule, Module } from '@nestjs/common';
import type { Webhook } from './post-webhook.js';
import { resolveHost } from './public-addresses.js';
import { RESOLVE, SendWebhook, WEBHOOK } from './send-webhook.listener.js';

@Module({})
export class WebhookModule {
  /** Without a webhook there is no listener, so no deliveries are stored for it. */
  static forRoot(webhook: Webhook | undefined): DynamicModule {
    if (!webhook) return { module: WebhookModule };
    return {
      module: WebhookModule,
      providers: [
        { provide: WEBHOOK, useValue: webhook },
        { provide: RESOLVE, useValue: resolveHost },
        SendWebhook,
      ],
    };
  }
}
