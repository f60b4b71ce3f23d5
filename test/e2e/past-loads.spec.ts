import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from './client.js';
import { BASE_HEADERS, csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

/** The list of loads, by state and by person. */

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

  const upload = async (email: string): Promise<{ id: string; createdBy: { id: string } }> =>
    (await admin.upload(csv(headers, [person({ 'Email Address': email })]))).body;
  const ids = async (query: string): Promise<string[]> =>
    (await admin.get(`${LOADS}${query}`)).body.items.map(({ id }: { id: string }) => id);

  test('loads are listed newest first, and by state', async () => {
    expect(headers).toEqual(expect.arrayContaining(BASE_HEADERS));
    const first = await upload('first@past.example');
    const second = await upload('second@past.example');
    await admin.delete(`${LOADS}/${first.id}`);
    expect(await ids('')).toEqual([second.id, first.id]);
    expect(await ids('?status=DISCARDED')).toEqual([first.id]);
    expect(await ids('?status=STAGED')).toEqual([second.id]);
    const { body } = await admin.get(`${LOADS}?status=FINISHED`);
    expect(body).toEqual({ items: [], total: 0, page: 1, pageSize: 100 });
  });

  test('loads are listed by person', async () => {
    const { createdBy } = await upload('third@past.example');
    expect(await ids(`?createdBy=${createdBy.id}`)).toHaveLength(3);
    expect(await ids(`?createdBy=${createdBy.id}&status=STAGED`)).toHaveLength(2);
    expect(await ids('?createdBy=nobody')).toEqual([]);
    const { body } = await admin.get('/api/user-batch-upload/options');
    expect(body.me).toEqual(createdBy);
  });

  test('an unknown or internal state is refused', async () => {
    for (const status of ['LOST', 'RECEIVING', ''])
      expect((await admin.get(`${LOADS}?status=${status}`)).body.code).toBe('VALIDATION');
  });
});
