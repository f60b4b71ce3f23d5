import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Actor,
  DiscardLoad,
  EditRow,
  FinishLoad,
  FixCells,
  RepeatLoad,
  StageLoad,
  ToggleRow,
  UndoFix,
} from 'user-batch-upload';
import { User } from '../../apps/platform/src/users/user.entity.js';
import { Client } from './client.js';
import { type Cells, csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { routesOf } from './routes.js';
import { onEveryDatabase } from './databases.js';
import { IS_FULL } from '../size.js';

/**
 * Granting a role, or changing a user who has it, requires at least its rank and all of its permissions.
 *
 * Roles by rank: Administrator 100 (administer, batch-upload), Manager 50 (batch-upload), Keeper 40 (administer),
 * Desk 20 (administer, batch-upload), Staff 10 (none).
 */

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];
  const roles: Record<string, string> = {};

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
    for (const role of [
      { name: 'Keeper', rank: 40, permissions: ['administer'] },
      { name: 'Desk', rank: 20, permissions: ['administer', 'batch-upload'] },
    ])
      expect((await admin.post('/api/roles', role)).status).toBe(201);
    for (const { id, name } of (await admin.get('/api/roles')).body.items) roles[name] = id;
  }, 60_000);
  afterAll(() => platform?.stop());

  const email = () => `${randomUUID()}@new.example`;
  /** A user of this role, who can sign in with the shared password. */
  const userOf = async (role: string, changes: Partial<User> = {}) => {
    const em = platform.app.get(EntityManager).fork();
    const { id: _id, ...like } = await em.findOneOrFail(User, { email: 'admin@northwind.example' });
    const address = email();
    const user = em.create(User, {
      ...like,
      id: randomUUID(),
      email: address,
      emailKey: address,
      firstName: role,
      lastName: 'User',
      roleId: roles[role] ?? '',
      ...changes,
    });
    await em.flush();
    return user;
  };
  const signedInAs = async (role: string) => {
    const user = await userOf(role);
    return { user, client: await Client.signIn(platform, user.email) };
  };
  const read = async ({ id }: { id: string }) => (await admin.get(`/api/users/${id}`)).body;
  const upload = (client: Client, rows: Cells[], role = 'Staff') =>
    client.upload(csv(headers, rows), { role });
  const errorsOf = async (client: Client, row: Cells): Promise<string[]> => {
    const { body: load } = await upload(client, [row]);
    const { items } = await client.rows(load.id);
    return items[0].problems
      .filter(({ severity }: any) => severity === 'error')
      .map(({ column, code }: any) => `${column}: ${code}`);
  };
  const codeOf = async (asked: Promise<{ status: number; body: any }>) => {
    const { status, body } = await asked;
    return body?.code ? `${status} ${body.code}` : String(status);
  };

  /** The second database has one role of each, in the full size all. */
  const roleCases = <Case>(cases: Case[]): Case[] =>
    IS_FULL || setup.isFirst ? cases : cases.slice(-1);

  const OFFERED: Record<string, string[]> = {
    Administrator: ['Administrator', 'Manager', 'Keeper', 'Desk', 'Staff'],
    Manager: ['Manager', 'Staff'],
    Desk: ['Desk', 'Staff'],
  };
  test.each(roleCases(Object.entries(OFFERED)))(
    'a %s may grant %j by file',
    async (role, offered) => {
      const { client } = await signedInAs(role);
      const { body } = await client.get('/api/user-batch-upload/options');
      expect(body.roles.map(({ name }: any) => name)).toEqual(offered);
      for (const [name, id] of Object.entries(roles)) {
        const form = new FormData();
        form.set('roleId', id);
        form.set('file', new Blob([csv(headers, [person({ 'Email Address': email() })])]), 'a.csv');
        expect(await codeOf(client.post('/api/user-batch-upload/loads', form))).toBe(
          offered.includes(name) ? '201' : '422 ROLE_UNKNOWN',
        );
      }
    },
  );

  test.each(
    roleCases<[string, string[]]>([
      ['Administrator', OFFERED['Administrator'] ?? []],
      ['Keeper', ['Keeper', 'Staff']],
      ['Desk', ['Desk', 'Staff']],
    ]),
  )('a %s may grant %j by form and change users who have them', async (role, offered) => {
    const { client } = await signedInAs(role);
    for (const [name, id] of Object.entries(roles)) {
      const expected = offered.includes(name);
      const staff = await userOf('Staff');
      expect(await codeOf(client.patch(`/api/users/${staff.id}`, { role: id }))).toBe(
        expected ? '200' : '409 ROLE_NOT_ALLOWED',
      );
      const other = await userOf(name);
      for (const change of [
        { email: email() },
        { status: 'INACTIVE' },
        { internalId: randomUUID() },
        { role: roles['Staff'] },
        { firstName: 'Changed' },
      ])
        expect([change, await codeOf(client.patch(`/api/users/${other.id}`, change))]).toEqual([
          change,
          expected ? '200' : '409 PROTECTED_USER',
        ]);
    }
  });

  test.each(
    roleCases<[string, string, boolean]>([
      ['Manager', 'Administrator', true],
      ['Manager', 'Keeper', true],
      ['Manager', 'Desk', true],
      ['Manager', 'Manager', false],
      ['Manager', 'Staff', false],
      ['Administrator', 'Keeper', false],
      ['Desk', 'Keeper', true],
    ]),
  )('for a file of a %s, a %s is protected: %j', async (role, name, isProtected) => {
    const { client } = await signedInAs(role);
    const user = await userOf(name);
    const deleted = await userOf(name, { status: 'DELETED' });
    for (const row of [
      { 'Email Address': user.email, 'First Name': 'Changed' },
      { 'Email Address': user.email, 'Internal ID': randomUUID() },
      { 'Email Address': user.email, 'Profile Status': 'DELETED' },
      { 'Email Address': deleted.email, 'Profile Status': 'ACTIVE' },
      { 'Email Address': deleted.email, 'First Name': 'Changed' },
    ] as Cells[])
      expect(await errorsOf(client, row)).toEqual(
        isProtected ? ['Email Address: PROTECTED_USER'] : [],
      );
    expect(await errorsOf(client, { 'Email Address': user.email, 'First Name': name })).toEqual([]);
  });

  test('a user whose role may not be granted can’t be restored by form either', async () => {
    const { client } = await signedInAs('Desk');
    const deleted = await userOf('Keeper', { status: 'DELETED' });
    for (const change of [{ status: 'ACTIVE' }, { status: 'INACTIVE', role: roles['Staff'] }])
      expect(await codeOf(client.patch(`/api/users/${deleted.id}`, change))).toBe(
        '409 PROTECTED_USER',
      );
    expect((await read(deleted)).status).toBe('DELETED');
  });

  test('nobody can change their own e-mail or status, by file or by form', async () => {
    const { client, user } = await signedInAs('Administrator');
    await admin.patch(`/api/users/${user.id}`, { internalId: user.id });
    expect(await errorsOf(client, { 'Internal ID': user.id, 'Email Address': email() })).toEqual([
      'Email Address: PROTECTED_USER',
    ]);
    expect(
      await errorsOf(client, {
        'Internal ID': user.id,
        'Email Address': email(),
        'Profile Status': 'INACTIVE',
      }),
    ).toEqual(['Email Address: PROTECTED_USER', 'Profile Status: PROTECTED_USER']);
    for (const change of [{ email: email() }, { status: 'INACTIVE' }, { status: 'DELETED' }])
      expect(await codeOf(client.patch(`/api/users/${user.id}`, change))).toBe(
        '409 PROTECTED_USER',
      );
    const same = { email: user.email.toUpperCase(), status: 'ACTIVE', firstName: 'Own' };
    expect(await codeOf(client.patch(`/api/users/${user.id}`, same))).toBe('200');
  });

  test('a role that its uploader may no longer grant stops Finish, and the load stays in review', async () => {
    const { client, user } = await signedInAs('Administrator');
    const { body: load } = await upload(
      client,
      [person({ 'Email Address': email() })],
      'Administrator',
    );
    await admin.patch(`/api/users/${user.id}`, { role: roles['Manager'] });
    const finish = `/api/user-batch-upload/loads/${load.id}/finish`;
    expect(await codeOf(client.post(finish))).toBe('409 ROLE_NOT_ALLOWED');
    expect((await client.get(`/api/user-batch-upload/loads/${load.id}`)).body.status).toBe(
      'STAGED',
    );
    await admin.patch(`/api/users/${user.id}`, { role: roles['Administrator'] });
    expect((await client.finish(load.id)).outcome).toMatchObject({ created: 1 });
  });

  test('a role with a permission that its uploader lost stops it too', async () => {
    const { client, user } = await signedInAs('Administrator');
    const { body: load } = await upload(client, [person({ 'Email Address': email() })], 'Desk');
    await admin.patch(`/api/users/${user.id}`, { role: roles['Manager'] });
    expect(await codeOf(client.post(`/api/user-batch-upload/loads/${load.id}/finish`))).toBe(
      '409 ROLE_NOT_ALLOWED',
    );
  });

  test('after a demotion, Finish fails the rows of users who now have more rights', async () => {
    const { client, user } = await signedInAs('Administrator');
    const keeper = await userOf('Keeper');
    const deleted = await userOf('Desk', { status: 'DELETED' });
    const promoted = await userOf('Staff');
    const staff = await userOf('Staff');
    const { body: load } = await upload(client, [
      { 'Email Address': keeper.email, 'First Name': 'Changed' },
      { 'Email Address': deleted.email, 'Profile Status': 'ACTIVE' },
      { 'Email Address': promoted.email, 'First Name': 'Changed' },
      { 'Email Address': staff.email, 'First Name': 'Changed' },
      person({ 'Email Address': email() }),
    ]);
    expect(load.counts).toMatchObject({ update: 4, create: 1 });
    await admin.patch(`/api/users/${promoted.id}`, { role: roles['Keeper'] });
    await admin.patch(`/api/users/${user.id}`, { role: roles['Manager'] });
    await client.finish(load.id);
    const { items } = await client.rows(load.id);
    expect(items.map(({ outcome }: any) => outcome)).toEqual([
      'FAILED',
      'FAILED',
      'FAILED',
      'UPDATED',
      'CREATED',
    ]);
    expect(items[0].outcomeReason).toMatch(/^Keeper User has a higher rank .* or a permission/);
    expect((await read(deleted)).status).toBe('DELETED');
  });

  const OF_A_LOAD: [string, string, string, object | undefined][] = [
    ['ticks one row', 'PATCH', '/rows/2', { selected: false }],
    ['ticks an Email box', 'PATCH', '/rows/2', { email: true }],
    ['ticks all rows', 'PATCH', '/rows', { selected: false }],
    ['edits a row', 'PATCH', '/rows/2', { cells: { Office: 'Nowhere' } }],
    [
      'fixes a fault',
      'POST',
      '/fixes',
      { column: 'Office', code: 'REQUIRED', value: '', to: 'North Clinic' },
    ],
    ['undoes a fix', 'DELETE', '/fixes/:fixId', undefined],
    ['finishes', 'POST', '/finish', undefined],
    ['discards', 'DELETE', '', undefined],
  ];
  test.each(OF_A_LOAD)(
    'who %s needs the rank and permissions of the load’s maker',
    async (_, method, asked, body) => {
      const maker = await signedInAs('Desk');
      const { body: load } = await upload(maker.client, [person({ 'Email Address': email() })]);
      const route = `/api/user-batch-upload/loads/${load.id}`;
      const cells = { 'Last Name': 'Edited' };
      const edited = await maker.client.patch(`${route}/rows/2`, { cells });
      const path = asked.replace(':fixId', edited.body.edited['Last Name'].fixId);
      const { client: manager } = await signedInAs('Manager');
      const before = await manager.get(route);
      expect(before.status).toBe(200);
      expect((await manager.get(`${route}/rows`)).body.items[0].cells['First Name']).toBe('Ana');
      const refused = await manager.send(method, route + path, body);
      expect([refused.status, refused.body.code]).toEqual([403, 'LOAD_NOT_YOURS']);
      expect((await manager.get(route)).body).toEqual(before.body);
      const { client: colleague } = await signedInAs('Desk');
      const { client: above } = await signedInAs('Administrator');
      const one = method === 'PATCH' ? colleague : above;
      expect((await one.send(method, route + path, body)).status).toBeLessThan(300);
    },
  );

  /** It reads the load and makes another, whose role the admin must be able to give. */
  const AGAIN = 'POST /api/user-batch-upload/loads/:id/again';

  test('every route that changes a load has a case', () => {
    const cases = OF_A_LOAD.map(
      ([, method, path]) =>
        `${method} /api/user-batch-upload/loads/:id${path.replace('/2', '/:line')}`,
    );
    const changing = routesOf(platform.app).filter(
      (route) => route.includes('/loads/:id') && !route.startsWith('GET ') && route !== AGAIN,
    );
    expect([...new Set(cases)].toSorted()).toEqual(changing.toSorted());
  });

  test('rows come again only for an admin who may give the role of their load', async () => {
    const maker = await signedInAs('Administrator');
    const { body: load } = await upload(
      maker.client,
      [person({ 'Email Address': email() }), person({ 'Email Address': email(), Office: 'No' })],
      'Keeper',
    );
    await maker.client.finish(load.id);
    const { client } = await signedInAs('Manager');
    const again = `/api/user-batch-upload/loads/${load.id}/again`;
    expect(await codeOf(client.post(again))).toBe('409 ROLE_NOT_ALLOWED');
    expect((await admin.post(again)).body).toMatchObject({ kind: 'AGAIN', counts: { rows: 1 } });
  });

  test('a file is staged, and rows come again, outside of a request', async () => {
    const maker = await signedInAs('Administrator');
    const { organisationId, id: userId } = maker.user;
    const actor: Actor = { organisationId, userId, name: 'Administrator User', mayUpload: true };
    const bus = platform.app.get(CommandBus);
    const path = join(platform.config.dataDir, `${randomUUID()}.csv`);
    await writeFile(
      path,
      csv(headers, [
        person({ 'Email Address': email() }),
        person({ 'Email Address': email(), Office: 'No' }),
      ]),
    );
    const load = await bus.execute(
      new StageLoad(actor, roles['Staff'] ?? '', { path, name: 'a.csv' }),
    );
    expect(load).toMatchObject({ kind: 'FILE', status: 'STAGED', counts: { rows: 2 } });
    await bus.execute(new FinishLoad(actor, load.id));
    await maker.client.rest(load.id);
    expect(await bus.execute(new RepeatLoad(actor, load.id))).toMatchObject({
      kind: 'AGAIN',
      counts: { rows: 1, invalid: 1 },
    });
  });

  test('every command checks the owner of the load, also outside of a request', async () => {
    const maker = await signedInAs('Administrator');
    const { body: load } = await upload(maker.client, [person({ 'Email Address': email() })]);
    const { user } = await signedInAs('Manager');
    const actor: Actor = {
      organisationId: user.organisationId,
      userId: user.id,
      name: 'Manager User',
      mayUpload: true,
    };
    const bus = platform.app.get(CommandBus);
    for (const command of [
      new ToggleRow(actor, load.id, { line: 2 }, { selected: false }),
      new ToggleRow(actor, load.id, {}, { selected: false }),
      new EditRow(actor, load.id, 2, { Office: 'Nowhere' }),
      new FixCells(actor, load.id, { column: 'Office', code: 'REQUIRED', value: '' }, 'North'),
      new UndoFix(actor, load.id, randomUUID()),
      new FinishLoad(actor, load.id),
      new DiscardLoad(actor, load.id),
    ])
      await expect(bus.execute<Command<unknown>, unknown>(command)).rejects.toMatchObject({
        code: 'LOAD_NOT_YOURS',
      });
    expect((await maker.client.finish(load.id)).outcome).toMatchObject({ created: 1 });
    await expect(
      bus.execute<Command<unknown>, unknown>(new FinishLoad(actor, load.id)),
    ).rejects.toMatchObject({ code: 'LOAD_NOT_YOURS' });
  });

  test('an uploader who lost rights can still change their own load', async () => {
    const maker = await signedInAs('Administrator');
    const { body: load } = await upload(maker.client, [person({ 'Email Address': email() })]);
    await admin.patch(`/api/users/${maker.user.id}`, { role: roles['Manager'] });
    const route = `/api/user-batch-upload/loads/${load.id}`;
    expect((await maker.client.patch(`${route}/rows/2`, { selected: false })).status).toBe(200);
    const { client: manager } = await signedInAs('Manager');
    expect((await manager.patch(`${route}/rows/2`, { selected: true })).status).toBe(200);
    expect((await maker.client.delete(route)).status).toBe(204);
  });
});
