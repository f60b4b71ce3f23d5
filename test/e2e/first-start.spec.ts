import { expect, test } from '@jest/globals';
import { Client } from './client.js';
import { startPlatform } from './platform.js';
import { onPostgresqlAndRedis } from './stands.js';

onPostgresqlAndRedis((stand) => {
  test('two first starts at once make one database', async () => {
    const env = await stand.env();
    const platforms = await Promise.all([startPlatform(env), startPlatform(env)]);
    try {
      for (const platform of platforms) {
        const admin = await Client.signIn(platform);
        expect((await admin.get('/api/users')).body.items.length).toBeGreaterThan(0);
        const emails = (await admin.get('/api/users')).body.items.map(
          ({ email }: { email: string }) => email,
        );
        expect(new Set(emails).size).toBe(emails.length);
        expect((await admin.get('/api/roles')).body.items.length).toBe(
          new Set(
            (await admin.get('/api/roles')).body.items.map(({ name }: { name: string }) => name),
          ).size,
        );
      }
    } finally {
      for (const platform of platforms) await platform.stop();
    }
  }, 60_000);
});
