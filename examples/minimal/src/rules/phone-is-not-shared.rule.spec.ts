import { MikroORM } from '@mikro-orm/sqlite';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rowUnderCheck } from 'user-batch-upload/testing';
import { Office, Organisation, Role, User } from '../entities.js';
import config from '../mikro-orm.config.js';
import { PhoneIsNotShared } from './phone-is-not-shared.rule.js';

let orm: MikroORM;
before(async () => {
  orm = await MikroORM.init({ ...config, dbName: ':memory:' });
  await orm.migrator.up();
  const em = orm.em.fork();
  const organisation = em.create(Organisation, { name: 'Northwind' });
  em.create(User, {
    organisation,
    office: em.create(Office, { organisation, name: 'North' }),
    role: em.create(Role, { name: 'Staff', isAdmin: false }),
    profileType: '1',
    email: 'ana@example.com',
    emailKey: 'ana@example.com',
    firstName: 'Ana',
    status: 'ACTIVE',
    mobilePhone: '5551234567',
  });
  await em.flush();
});
after(() => orm.close());

void test('a phone of another user is a problem, one’s own is none', async () => {
  const actor = { organisationId: '1' };
  const cells = { 'Mobile Phone': '5551234567' };
  const taken = rowUnderCheck({ actor, cells });
  const own = rowUnderCheck({ actor, cells, user: { id: '1' } });
  const free = rowUnderCheck({ actor, cells: { 'Mobile Phone': '5557654321' } });
  await new PhoneIsNotShared(orm.em.fork()).check([taken, own, free], taken.context);
  assert.deepEqual(
    [taken, own, free].map(({ problems }) => problems.map(({ code }) => code)),
    [['PHONE_SHARED'], [], []],
  );
});
