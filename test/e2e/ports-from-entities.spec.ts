import { MikroORM, RequestContext } from '@mikro-orm/core';
import { defineConfig as postgresql } from '@mikro-orm/postgresql';
import { defineConfig as sqlite } from '@mikro-orm/sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { UserWrite } from 'user-batch-upload';
import { usersContract } from 'user-batch-upload/testing';
import { CLINIC, ExtraField, JobRole, Organization, Person, Place } from './clinic/entities.js';
import { people } from './clinic/ports.js';
import { onEveryDatabase } from './databases.js';

onEveryDatabase((setup) => {
  let orm: MikroORM;

  beforeAll(async () => {
    const clientUrl = (await setup.env())['DATABASE_URL'];
    const shared = { entities: CLINIC, debug: false };
    const options: object = clientUrl
      ? postgresql({ ...shared, clientUrl })
      : sqlite({ ...shared, dbName: ':memory:' });
    orm = await MikroORM.init(options);
    await orm.schema.create();
  }, 60_000);
  afterAll(() => orm?.close());

  async function newClinic() {
    const em = orm.em.fork();
    const organization = em.create(Organization, { name: 'Clinic', placeWord: 'Clinic' });
    const other = em.create(Organization, { name: 'Other', placeWord: 'Office' });
    const places = ['North', 'South'].map((title) => em.create(Place, { organization, title }));
    const staff = em.create(JobRole, { organization, name: 'Staff', rank: 1 });
    const head = em.create(JobRole, { organization, name: 'Head', rank: 9 });
    const fields = ['A', 'B', 'C'].map((label) => em.create(ExtraField, { organization, label }));
    await em.flush();
    const [north, south] = places.map(({ id }) => String(id)) as [string, string];
    return {
      em: orm.em,
      users: new people.ports.users(orm.em),
      organisationId: String(organization.id),
      otherOrganisationId: String(other.id),
      officeId: north,
      otherOfficeId: south,
      role: { id: String(staff.id), name: staff.name },
      administratorRole: { id: String(head.id), name: head.name },
      fieldIds: fields.map(({ id }) => String(id)) as [string, string, string],
    };
  }

  test.each(usersContract(newClinic))('$name', ({ run }) => run());

  test('a user has what the class, the database and MikroORM give it', async () => {
    const { users, organisationId, officeId, role } = await newClinic();
    const create: UserWrite = {
      kind: 'CREATE',
      id: randomUUID(),
      roleId: role.id,
      values: {
        profileType: '1',
        internalId: '',
        email: 'ana@example.com',
        firstName: 'Ana',
        lastName: '',
        officeId,
        status: 'ACTIVE',
        mobilePhoneCountry: '',
        mobilePhone: '',
        customFields: {},
      },
    };
    const [result] = await RequestContext.create(orm.em, () =>
      users.write(organisationId, [create]),
    );
    const id = Number(result?.written && result.userId);
    const created = await orm.em.fork().findOneOrFail(Person, id);
    expect(created).toMatchObject({ wantsNews: true, signIns: 0, version: 1, extra: {} });
    expect(created).toMatchObject({ employeeNumber: null, familyName: null, updatedAt: null });
    expect(Math.abs(Date.now() - created.createdAt.getTime())).toBeLessThan(600_000);
    await RequestContext.create(orm.em, () =>
      users.write(organisationId, [
        { kind: 'UPDATE', id: String(id), values: { firstName: 'Bea' } },
      ]),
    );
    const updated = await orm.em.fork().findOneOrFail(Person, id);
    expect(updated).toMatchObject({ givenName: 'Bea', version: 2, createdAt: created.createdAt });
    expect(updated.updatedAt).toBeInstanceOf(Date);
  });
});
