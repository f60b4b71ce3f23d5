import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Client } from './client.js';
import { startPlatform } from './platform.js';
import { onPostgresqlAndRedis } from './databases.js';

onPostgresqlAndRedis((setup) => {
  test('two simultaneous first starts create one database', async () => {
    const env = await setup.env();
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

  test('the start waits for a database server that is still starting', async () => {
    const env = await setup.env();
    const database = new URL(env['DATABASE_URL'] ?? '');
    let refused = 0;
    const front = createServer((client) => {
      client.on('error', () => undefined);
      client.once('data', (startup) => {
        if (refused < 3) {
          refused += 1;
          client.end(STARTING_UP);
          return;
        }
        const server = connect(Number(database.port), database.hostname);
        server.on('error', () => client.destroy());
        server.write(startup);
        client.pipe(server).pipe(client);
      });
    });
    await once(front.listen(0, '127.0.0.1'), 'listening');
    const { port } = front.address() as AddressInfo;
    const url = new URL(database);
    url.host = `127.0.0.1:${port}`;
    const platform = await startPlatform({ ...env, DATABASE_URL: url.href });
    try {
      expect(refused).toBe(3);
      expect((await fetch(`${platform.url}/api/health`)).status).toBe(200);
    } finally {
      await platform.stop();
      front.close();
    }
  }, 60_000);
});

/** PostgreSQL's reply to a connection while it starts: an ErrorResponse of its protocol. */
const STARTING_UP = (() => {
  const fields = Buffer.from('SFATAL\0C57P03\0Mthe database system is starting up\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();
