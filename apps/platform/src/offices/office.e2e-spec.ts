import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '../../../../test/e2e/client.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let office: { id: string; name: string };

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    office = (await admin.get('/api/offices')).body.items[0];
  }, 60_000);
  afterAll(() => platform?.stop());

  test('a renamed office keeps its users', async () => {
    const { status, body } = await admin.patch(`/api/offices/${office.id}`, { name: ' Main St ' });
    expect([status, body]).toEqual([200, { id: office.id, name: 'Main St' }]);
    const { body: users } = await admin.get('/api/users');
    expect(users.items.map(({ office: of }: any) => of.name)).toContain('Main St');
  });

  test.each([{}, { name: '' }, { name: null }, { name: 'a\u0000' }, { name: 'x', id: 'y' }])(
    '%j is no name',
    async (body) => {
      const answer = await admin.patch(`/api/offices/${office.id}`, body);
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION']);
    },
  );

  test('a missing office, or one of another organisation, is not found', async () => {
    const contoso = await Client.signIn(platform, 'admin@contoso.example');
    for (const id of [office.id, 'none']) {
      const { status, body } = await contoso.patch(`/api/offices/${id}`, { name: 'Mine' });
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    }
    expect((await admin.get('/api/offices')).body.items).not.toContainEqual(
      expect.objectContaining({ name: 'Mine' }),
    );
  });
});
