import {
  defineEntity,
  type EntitySchema,
  type EventSubscriber,
  MikroORM,
  p,
} from '@mikro-orm/core';
import { SqliteDriver } from '@mikro-orm/sqlite';
import { afterEach, expect, test } from '@jest/globals';
import { portsFromEntities } from 'user-batch-upload/mikro-orm';

const Named = defineEntity({
  name: 'Named',
  properties: { id: p.text().primary(), organisation: p.text(), name: p.text() },
});

const PROPERTIES = {
  id: p.text().primary(),
  organisation: p.text(),
  role: p.text(),
  office: p.text(),
  profileType: p.text(),
  internalId: p.text().nullable(),
  email: p.text(),
  firstName: p.text(),
  lastName: p.text(),
  status: p.text(),
  mobilePhoneCountry: p.text(),
  mobilePhone: p.text(),
};

let orm: MikroORM | undefined;
afterEach(() => orm?.close());

const userEntity = (properties: object = {}, options: object = {}): EntitySchema<any> =>
  defineEntity({ name: 'User', properties: { ...PROPERTIES, ...properties }, ...options } as never);

/** Starts a host with this entity of users. */
async function start(entity: EntitySchema<any>, users: object = {}, rest: object = {}) {
  orm = await MikroORM.init({
    driver: SqliteDriver,
    dbName: ':memory:',
    entities: [Named, entity],
  });
  const names = Object.keys(PROPERTIES).filter((name) => name !== 'id');
  const { ports } = portsFromEntities({
    offices: { entity: Named, organisation: 'organisation', name: 'name', label: 'Office' },
    roles: { entity: Named, name: 'name', mayGive: () => true, isAdministrator: () => true },
    users: { entity, ...Object.fromEntries(names.map((name) => [name, name])), ...users } as never,
    ...rest,
  });
  return new ports.users(orm.em);
}

test.each<[string, EntitySchema<any>, object, object, RegExp]>([
  [
    'a property that is not there',
    userEntity(),
    { email: 'mail' },
    {},
    /User has no property mail/,
  ],
  [
    'an e-mail that is no text',
    userEntity({ email: p.integer() }),
    {},
    {},
    /keeps email as integer/,
  ],
  [
    'an Internal ID that each user must have',
    userEntity({ internalId: p.text() }),
    {},
    {},
    /internalId, which must be nullable/,
  ],
  [
    'an id that nobody gives',
    userEntity({ id: p.integer().primary().autoincrement(false) }),
    {},
    {},
    /id of type integer that neither counts up/,
  ],
  [
    'custom fields without a property for their values',
    userEntity(),
    {},
    { customFields: { entity: Named, orderBy: 'name', read: () => ({}) } },
    /Set users.customFields/,
  ],
  [
    'a property that is kept in a table of its own',
    userEntity({ role: () => p.manyToMany(Named) }),
    {},
    {},
    /keeps role in several columns, or in none/,
  ],
  [
    'classes in one table',
    userEntity({}, { discriminatorColumn: 'status' }),
    {},
    {},
    /shares its table with other classes/,
  ],
  [
    'two columns in one property',
    userEntity(),
    { lastName: 'firstName' },
    {},
    /User has firstName for both firstName and lastName\. Map a property for each/,
  ],
  [
    'a column in the id',
    userEntity(),
    { email: 'id' },
    {},
    /User has id for both its id and email/,
  ],
  [
    'values of custom fields in a text',
    userEntity({ extra: p.text() }),
    { customFields: 'extra' },
    {},
    /User keeps extra as text\. Map a property of JSON/,
  ],
])('the start is refused with %s', async (_, entity, users, rest, says) => {
  await expect(start(entity, users, rest)).rejects.toThrow(says);
});

const Address = defineEntity({
  name: 'Address',
  embeddable: true,
  properties: { city: p.string(), street: p.string().nullable() },
});

test.each<[string, EntitySchema<any>, object, string]>([
  ['a text', userEntity({ department: p.text() }), {}, 'department'],
  ['a relation', userEntity({ boss: () => p.manyToOne(Named) }), {}, 'boss'],
  [
    'a value that is null',
    userEntity({ department: p.text() }),
    { defaults: () => ({ department: null }) },
    'department',
  ],
  ['a value of an embedded object', userEntity({ address: p.embedded(Address) }), {}, 'address'],
  [
    'an embedded object in one column',
    userEntity({ address: p.embedded(Address).object() }),
    {},
    'address',
  ],
])('the start is refused if nothing gives %s that is required', async (_, entity, users, name) => {
  const ports = await start(entity, users);
  await expect(ports.onApplicationBootstrap()).rejects.toThrow(
    `User.${name} is required, and nothing gives it a value. Set it in users.defaults().`,
  );
});

class UserOfClass {
  department = 'Ward';
}

test.each<[string, () => EntitySchema<any>, object]>([
  ['may be null', () => userEntity({ department: p.text().nullable() }), {}],
  ['has a default', () => userEntity({ department: p.text().default('Ward') }), {}],
  ['has an empty default', () => userEntity({ seen: p.boolean().default(false) }), {}],
  ['has a default in SQL', () => userEntity({ joined: p.datetime().defaultRaw('now') }), {}],
  [
    'is set when created',
    () => userEntity({ joined: p.datetime().onCreate(() => new Date()) }),
    {},
  ],
  ['is generated', () => userEntity({ full: p.text().generated('email || 1 stored') }), {}],
  ['is not stored', () => userEntity({ full: p.text().persist(false) }), {}],
  ['is a version', () => userEntity({ version: p.integer().version() }), {}],
  ['is set by the class', () => userEntity({ department: p.text() }, { class: UserOfClass }), {}],
  [
    'is set by the host',
    () => userEntity({ department: p.text() }),
    { defaults: () => ({ department: 'Ward' }) },
  ],
  [
    'is set by the host as a relation',
    () => userEntity({ boss: () => p.manyToOne(Named) }),
    { defaults: () => ({ boss: orm?.em.getReference(Named, 'boss') }) },
  ],
  [
    'is set by the host in an embedded object',
    () => userEntity({ address: p.embedded(Address) }),
    { defaults: () => ({ address: { city: 'Bonn' } }) },
  ],
])('the start is not refused if a property %s', async (_, entity, users) => {
  await (await start(entity(), users)).onApplicationBootstrap();
});

test.each([
  ['in columns of its own', p.embedded(Address)],
  ['in one column', p.embedded(Address).object()],
])('an embedded object %s, which the host gives, is written', async (_, address) => {
  const entity = userEntity({ address });
  const users = await start(entity, { defaults: () => ({ address: { city: 'Bonn' } }) });
  await users.onApplicationBootstrap();
  await orm?.schema.create();
  const values = Object.fromEntries(Object.keys(PROPERTIES).map((name) => [name, '1']));
  const write = { kind: 'CREATE', id: 'one', roleId: '1', values: { ...values, officeId: '1' } };
  expect(await users.write('1', [write as never])).toMatchObject([{ written: true }]);
  const [user] = (await orm?.em.fork().find<any>(entity, {})) ?? [];
  expect(user).toMatchObject({ id: 'one', address: { city: 'Bonn' } });
});

test('the start is refused if writes would skip a hook or subscriber, unless the host allows it', async () => {
  const hooked = () => userEntity({}, { hooks: { beforeCreate: [() => undefined] } });
  const refused = await start(hooked());
  await expect(refused.onApplicationBootstrap()).rejects.toThrow(/for beforeCreate/);
  await orm?.close();
  await (await start(hooked(), { hooks: 'skip' })).onApplicationBootstrap();
  await orm?.close();
  const users = await start(userEntity());
  await users.onApplicationBootstrap();
  const subscriber: EventSubscriber = { afterUpdate: async () => undefined };
  orm?.em.getEventManager().registerSubscriber(subscriber);
  await expect(users.onApplicationBootstrap()).rejects.toThrow(/subscriber for afterUpdate/);
});
