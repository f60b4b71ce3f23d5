import { expect, test } from '@jest/globals';
import { Client } from '../../../../test/e2e/client.js';
import { PASSWORD, startPlatform } from '../../../../test/e2e/platform.js';

const admin = { email: 'admin@northwind.example', password: PASSWORD };

async function cookiesOf(url: string, headers: Record<string, string> = {}) {
  const platform = await startPlatform({ PLATFORM_URL: url });
  try {
    const { headers: answered } = await new Client(platform).send(
      'POST',
      '/api/session',
      admin,
      headers,
    );
    const cookies = answered.getSetCookie();
    const session = (cookies[0] ?? '').split(';')[0] ?? '';
    const send = (method: string, path: string) =>
      new Client(platform).send(method, path, undefined, { cookie: session });
    return {
      cookies,
      isSignedIn: (await send('GET', '/api/session')).status === 200,
      cleared: (await send('DELETE', '/api/session')).headers.getSetCookie(),
    };
  } finally {
    await platform.stop();
  }
}

test('on https, cookies are limited to this host and to https', async () => {
  const { cookies, isSignedIn, cleared } = await cookiesOf('HTTPS://platform.example/');
  expect(cookies).toEqual(
    ['session', 'device'].map((name) =>
      expect.stringMatching(
        new RegExp(
          `^__Host-platform_${name}=[\\w-]{43}; Max-Age=\\d+; Path=/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$`,
        ),
      ),
    ),
  );
  expect(isSignedIn).toBe(true);
  // Browsers ignore a clearing cookie with this prefix that is not Secure.
  expect(cleared[0]).toMatch(/^__Host-platform_session=;.*Secure/);
});

test('on http, scripts and other sites get no cookies, whatever a proxy claims', async () => {
  const { cookies, isSignedIn } = await cookiesOf('http://platform.example', {
    'x-forwarded-proto': 'https',
  });
  expect(cookies[0]).toMatch(/^platform_session=.*; HttpOnly; SameSite=Lax$/);
  expect(isSignedIn).toBe(true);
});
