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

test('the start is refused if writes would skip a hook or subscriber, unless the host allows it', async () => {
  const hooked = () => userEntity({}, { hooks: { beforeCreate: [() => undefined] } });
  const refused = await start(hooked());
  expect(() => refused.onApplicationBootstrap()).toThrow(/for beforeCreate/);
  await orm?.close();
  (await start(hooked(), { hooks: 'skip' })).onApplicationBootstrap();
  await orm?.close();
  const users = await start(userEntity());
  users.onApplicationBootstrap();
  const subscriber: EventSubscriber = { afterUpdate: async () => undefined };
  orm?.em.getEventManager().registerSubscriber(subscriber);
  expect(() => users.onApplicationBootstrap()).toThrow(/subscriber for afterUpdate/);
});
