import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postWebhook } from '../../apps/platform/src/webhook/post-webhook.js';
import { RESOLVE } from '../../apps/platform/src/webhook/send-webhook.listener.js';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { mailsTo } from './mailbox.js';
import { startPlatform, type TestPlatform } from './platform.js';

const SECRET = 'a secret of the receiver';
const ADMIN = 'admin@northwind.example';

interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let port: number;
const received: Received[] = [];
/** The statuses of the next answers; 204 when there are none left. */
let answers: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  received.length = 0;
  answers = [];
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const isSigned = ({ headers, body }: Received): boolean => {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', SECRET).update(content).digest('base64');
  return headers['webhook-signature'] === `v1,${expected}`;
};

test('the connection is made to the address that was checked, and no redirect is followed', async () => {
  const url = new URL(`http://hooks.example:${port}/in`);
  const webhook = { url, secret: SECRET, allowsPrivate: true };
  answers = [302];
  const status = await postWebhook(webhook, 'id', '{}', async () => [
    { address: '127.0.0.1', family: 4 },
  ]);
  expect(status).toBe(302);
  expect(received).toHaveLength(1);
  expect(received[0]?.headers.host).toBe(`hooks.example:${port}`);
});

test('a number that stands for a private address is refused', async () => {
  const webhook = {
    url: new URL(`http://2130706433:${port}`),
    secret: SECRET,
    allowsPrivate: false,
  };
  const resolve = async (address: string) => [{ address, family: 4 }];
  await expect(postWebhook(webhook, 'id', '{}', resolve)).rejects.toThrow('private address');
  expect(received).toEqual([]);
});

onEveryDatabase((setup) => {
  let platform: TestPlatform | undefined;
  afterEach(() => platform?.stop());

  async function started(env: Record<string, string>, override?: object): Promise<Client> {
    platform = await startPlatform(
      {
        ...(await setup.env()),
        WEBHOOK_URL: `http://127.0.0.1:${port}/in`,
        WEBHOOK_SECRET: SECRET,
        BATCH_UPLOAD_MAX_ROWS: '2000',
        ...env,
      },
      { options: { deliveryBackoffMs: 20 }, ...override },
    );
    return Client.signIn(platform);
  }
  async function load(admin: Client, rows: number): Promise<any> {
    const { body: options } = await admin.get('/api/user-batch-upload/options');
    const headers = options.columns.map(({ header }: { header: string }) => header);
    const people = Array.from({ length: rows }, (_, index) =>
      person({ 'Email Address': `hook-${index}@new.example` }),
    );
    const { body } = await admin.upload(csv(headers, people));
    await admin.rest(body.id);
    return admin.finish(body.id);
  }

  test('each user and the end of the load are posted, signed, again after a failure', async () => {
    const admin = await started({ WEBHOOK_ALLOW_PRIVATE: 'yes' });
    answers = [500, 302];
    const { id } = await load(admin, 3);
    const bodies = await eventually(async () => {
      const all = received.map(({ body }) => JSON.parse(body));
      return all.some(({ type }) => type === 'LoadFinished') && all;
    });
    expect(received.every(isSigned)).toBe(true);
    // Two of the posts failed.
    expect(bodies).toHaveLength(6);
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(4);
    expect(new Set(bodies.map(({ eventId }) => eventId))).toEqual(new Set(ids));
    expect(bodies.at(-1)).toMatchObject({
      type: 'LoadFinished',
      loadId: id,
      loadKind: 'FILE',
      outcome: { created: 3 },
    });
    expect(bodies[0]).toMatchObject({
      type: 'UserCreated',
      loadId: id,
      userId: expect.any(String),
    });
  });

  test('a private address is a dead letter, which names it, and nothing is sent there', async () => {
    const admin = await started(
      { WEBHOOK_URL: `http://hooks.example:${port}/in` },
      {
        override: (builder: any) =>
          builder
            .overrideProvider(RESOLVE)
            .useValue(async () => [{ address: '127.0.0.1', family: 4 }]),
      },
    );
    await load(admin, 1);
    const letters = await eventually(async () => {
      const { body } = await admin.get('/api/user-batch-upload/dead-letters');
      return body.total === 2 && body.items;
    });
    expect(letters).toMatchObject([
      { type: 'UserCreated', line: 2, error: 'hooks.example has a private address.' },
      { type: 'LoadFinished', line: null, userId: null },
    ]);
    expect(received).toEqual([]);
  });

  test('the admin gets a mail when a load of more than a thousand rows is finished', async () => {
    const admin = await started({ WEBHOOK_URL: '' });
    await load(admin, 1_000);
    const { id } = await load(admin, 1_001);
    const [mail, ...others] = await eventually(async () => {
      const mails = await mailsTo(platform as TestPlatform, ADMIN);
      return mails.length > 0 && mails;
    }, 20_000);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      subject: 'Your load of 1001 rows is finished',
      link: `/settings/users/batch-upload/${id}`,
    });
    expect(mail?.text).toContain('1 users were created and 0 updated. 1000 rows changed nothing');
  }, 60_000);
});
