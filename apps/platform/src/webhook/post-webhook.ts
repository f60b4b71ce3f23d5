import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { publicAddresses, type Resolve } from './public-addresses.js';

/** Well below the lease of a delivery, after which another worker takes over. In milliseconds. */
const PATIENCE_MS = 8_000;

export interface Webhook {
  url: URL;
  secret: string;
  allowsPrivate: boolean;
}

/**
 * Posts the JSON, signed according to https://www.standardwebhooks.com, and resolves to the status of the response.
 * Follows no redirect, because it could lead into the private network. Throws if there is no response, or no public
 * address.
 */
export async function postWebhook(
  { url, secret, allowsPrivate }: Webhook,
  id: string,
  body: string,
  resolve: Resolve,
): Promise<number> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await (allowsPrivate ? resolve(hostname) : publicAddresses(hostname, resolve));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answered, failed) => {
    const sent = request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signature(secret, id, timestamp, body),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
      // A pooled connection could lead to an address that was not checked.
      agent: false,
      // Connects only to the checked addresses.
      lookup: (_hostname, { all }, found) => {
        const [first] = addresses;
        if (all) found(null, addresses);
        else found(null, first?.address ?? '', first?.family);
      },
    });
    sent.on('error', failed);
    sent.on('response', (response) => {
      answered(response.statusCode ?? 0);
      // The body of the response is not used.
      response.destroy();
    });
    sent.end(body);
  });
}

/** The receiver computes the same signature and compares it. */
export const signature = (secret: string, id: string, timestamp: string, body: string): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
