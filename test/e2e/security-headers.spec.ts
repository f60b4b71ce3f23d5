import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';

/** The security headers of every response, for http and https. */

describe.each(['http', 'https'])('a platform that people reach by %s', (scheme) => {
  let platform: TestPlatform;
  let admin: Client;

  beforeAll(async () => {
    platform = await startPlatform({ PLATFORM_URL: `${scheme}://platform.example` });
    admin = new Client(platform);
  });
  afterAll(() => platform.stop());

  const ANSWERS: [string, () => Promise<{ headers: Headers; status: number }>][] = [
    ['a page', () => admin.get('/sign-in')],
    ['a page that does not exist', () => admin.get('/nowhere')],
    ['the API', () => admin.get('/api/health')],
    ['a refusal', () => admin.get('/api/users')],
    [
      'a body that is no JSON',
      () =>
        admin.send('POST', '/api/session', new Blob(['{']), { 'content-type': 'application/json' }),
    ],
    ['an asset', () => admin.get('/assets/platform.css')],
    ['the documentation', () => admin.get('/api/docs')],
  ];

  test.each(ANSWERS)('%s is guarded', async (what, ask) => {
    const { headers } = await ask();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split(';').map((directive) => directive.trim())).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.includes("'unsafe-inline'")).toBe(what === 'the documentation');
    expect(policy).not.toContain('unsafe-eval');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control') === 'no-store').toBe(what !== 'an asset');
  });

  test(`is ${scheme === 'https' ? '' : 'not '}kept to https by browsers`, async () => {
    const { headers } = await admin.get('/sign-in');
    const isHttps = scheme === 'https';
    expect(headers.get('strict-transport-security')).toBe(isHttps ? 'max-age=31536000' : null);
    expect(headers.get('content-security-policy')?.includes('upgrade-insecure-requests')).toBe(
      isHttps,
    );
  });

  test('the page of an invitation never sends a Referer', async () => {
    const { headers } = await admin.get('/invitations/a-link');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});
