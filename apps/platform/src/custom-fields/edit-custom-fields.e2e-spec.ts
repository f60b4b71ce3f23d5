import { EntityManager } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '../../../../test/e2e/client.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { User } from '../users/user.entity.js';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
  }, 60_000);
  afterAll(() => platform?.stop());

  const codeOf = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
    const { status, body } = await asked;
    return body.code ? `${status} ${body.code}` : status;
  };
  const fields = async (): Promise<any[]> => (await admin.get('/api/custom-fields')).body.items;
  const pathOf = async (label: string): Promise<string> =>
    `/api/custom-fields/${(await fields()).find((field) => field.label === label).id}`;
  const headers = async (): Promise<string[]> => {
    const { body } = await admin.get('/api/user-batch-upload/template.csv');
    return body.replace('\uFEFF', '').trim().split(',');
  };
  const anyUser = async () => (await admin.get('/api/users')).body.items[0].id as string;

  test('a renamed field keeps its values and its place in the template', async () => {
    const id = await anyUser();
    await admin.patch(`/api/users/${id}`, { customFields: { 'Weekly Hours': '37.5' } });
    const place = (await headers()).indexOf('Weekly Hours');
    const { status, body } = await admin.patch(await pathOf('Weekly Hours'), {
      label: 'Hours a week',
    });
    expect([status, body]).toEqual([
      200,
      {
        id: expect.any(String),
        label: 'Hours a week',
        kind: 'NUMBER',
        options: [],
        required: false,
      },
    ]);
    expect((await headers()).indexOf('Hours a week')).toBe(place);
    expect((await admin.get(`/api/users/${id}`)).body.customFields['Hours a week']).toBe('37.5');
  });

  test('the case of a label can change', async () => {
    const path = await pathOf('Remote');
    expect((await admin.patch(path, { label: 'REMOTE' })).body.label).toBe('REMOTE');
    expect((await admin.patch(path, { label: 'Remote' })).body.label).toBe('Remote');
  });

  test('required and the options change; omitted properties stay', async () => {
    const path = await pathOf('Shift');
    expect((await admin.patch(path, { options: ['Day', 'Late'] })).body).toMatchObject({
      label: 'Shift',
      options: ['Day', 'Late'],
      required: false,
    });
    expect((await admin.patch(path, { required: true })).body).toMatchObject({
      options: ['Day', 'Late'],
      required: true,
    });
    expect((await admin.patch(path, { required: false })).body.required).toBe(false);
    expect((await admin.patch(path, {})).status).toBe(200);
  });

  const COLLIDING = [
    'Office',
    'office',
    ' EMAIL  address',
    'Ｆirst  Name',
    'First\u00a0Name',
    'First\u200b Name',
    'Problems',
    'RESULT',
    'line',
    'Downloaded  (do not edit)',
    'start date',
    'Ｓｔａｒｔ　Ｄａｔｅ',
    'Site',
  ];
  test.each(COLLIDING)(
    '%j is refused as a label, where a field is made and renamed',
    async (label) => {
      await admin.patch('/api/organisation', { officeLabel: 'Site' });
      expect(await codeOf(admin.post('/api/custom-fields', { label, kind: 'TEXT' }))).toBe(
        '409 LABEL_TAKEN',
      );
      expect(await codeOf(admin.patch(await pathOf('Remote'), { label }))).toBe('409 LABEL_TAKEN');
    },
  );

  test('the word for Office can’t be a field’s label', async () => {
    for (const officeLabel of ['Start Date', 'start  date'])
      expect(await codeOf(admin.patch('/api/organisation', { officeLabel }))).toBe(
        '409 LABEL_TAKEN',
      );
    expect((await admin.patch('/api/organisation', { officeLabel: 'Office' })).status).toBe(200);
  });

  test.each([
    { label: '' },
    { label: null },
    { label: '\u200b' },
    { label: 'x'.repeat(101) },
    { required: 'yes' },
    { required: null },
    { options: null },
    { options: ['A', 'A'] },
    { options: [''] },
    { options: 'A' },
    { kind: 'TEXT' },
    { id: 'x' },
    { position: 1 },
  ])('%j is refused as a change of a field', async (changes) => {
    expect(await codeOf(admin.patch(await pathOf('Start Date'), changes))).toBe('400 VALIDATION');
  });

  test('a list keeps at least one option, and no other kind has any', async () => {
    expect(await codeOf(admin.patch(await pathOf('Shift'), { options: [] }))).toBe(
      '400 VALIDATION',
    );
    expect(await codeOf(admin.patch(await pathOf('Remote'), { options: ['A'] }))).toBe(
      '400 VALIDATION',
    );
    expect((await admin.patch(await pathOf('Remote'), { options: [] })).status).toBe(200);
  });

  test('deleting a field removes its column and its values; other values stay', async () => {
    const id = await anyUser();
    const customFields = { 'Employee Notes': 'Some "text"', 'Start Date': '2024-03-15' };
    await admin.patch(`/api/users/${id}`, { customFields });
    const path = await pathOf('Employee Notes');
    expect(await admin.delete(path)).toMatchObject({ status: 204, body: '' });
    expect(await codeOf(admin.delete(path))).toBe('404 NOT_FOUND');
    expect(await codeOf(admin.patch(path, { label: 'Back' }))).toBe('404 NOT_FOUND');
    expect(await headers()).not.toContain('Employee Notes');
    const { body: user } = await admin.get(`/api/users/${id}`);
    expect(user.customFields).toMatchObject({ 'Start Date': '2024-03-15' });
    expect(user.customFields).not.toHaveProperty(['Employee Notes']);
    const stored = await platform.app.get(EntityManager).fork().findOneOrFail(User, id);
    expect(JSON.stringify(stored.customFields)).not.toContain('text');
    expect(
      (await admin.post('/api/custom-fields', { label: 'Employee Notes', kind: 'TEXT' })).status,
    ).toBe(201);
    expect((await admin.get(`/api/users/${id}`)).body.customFields['Employee Notes']).toBe('');
  });

  test('a missing field, or one of another organisation, is not found', async () => {
    const contoso = await Client.signIn(platform, 'admin@contoso.example');
    const path = await pathOf('Shift');
    for (const one of [path, '/api/custom-fields/none'])
      for (const asked of [contoso.patch(one, { label: 'Mine' }), contoso.delete(one)])
        expect(await codeOf(asked)).toBe('404 NOT_FOUND');
    expect((await fields()).map(({ label }) => label)).toContain('Shift');
  });

  test('when two fields are renamed to one label at once, one succeeds', async () => {
    const paths = [await pathOf('Remote'), await pathOf('Start Date')];
    const answers = await Promise.all(
      paths.map((path) => codeOf(admin.patch(path, { label: 'Same' }))),
    );
    expect(answers.toSorted()).toEqual([200, '409 LABEL_TAKEN']);
  });
});
