import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const LOADS = '/api/user-batch-upload/loads';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const bound = (bounds: { maxWaitingLoads?: number; maxWaitingBytes?: number }) =>
    platform.restart({ options: bounds });
  const file = () => csv(headers, [person()]);
  const uploads = async (count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => admin.upload(file())));
    return answers.map(({ status, body }) => body.code ?? status).toSorted();
  };
  const waiting = async () =>
    (await admin.get(`${LOADS}?pageSize=500`)).body.items.filter(
      ({ status }: { status: string }) => status === 'STAGED',
    );
  const discardAll = async () => {
    for (const { id } of await waiting()) await admin.delete(`${LOADS}/${id}`);
  };

  test.each([
    ['loads', () => ({ maxWaitingLoads: 3 })],
    ['bytes', () => ({ maxWaitingBytes: Buffer.byteLength(file()) * 3 })],
  ] as const)('uploads at once do not pass the bound on waiting %s together', async (_of, of) => {
    await discardAll();
    await bound(of());
    expect(await uploads(6)).toEqual([
      201,
      201,
      201,
      'LOADS_TOO_MANY',
      'LOADS_TOO_MANY',
      'LOADS_TOO_MANY',
    ]);
    const refused = await admin.upload(file());
    expect(refused.status).toBe(429);
    expect(refused.body.detail).toMatch(/Finish or discard/);
    const [load] = await waiting();
    await admin.delete(`${LOADS}/${load.id}`);
    expect(await uploads(1)).toEqual([201]);
    // Another organisation has its own limit.
    const other = await Client.signIn(platform, 'admin@contoso.example');
    const { body } = await other.get('/api/user-batch-upload/options');
    const theirs = body.columns.map(({ header }: { header: string }) => header);
    expect((await other.upload(csv(theirs, [person()]))).status).toBe(201);
  });
});
