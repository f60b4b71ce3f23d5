import { MikroORM, RequestContext } from '@mikro-orm/core';
import { defineConfig as postgresql } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { defineConfig as sqlite } from '@mikro-orm/sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Database, type UserWrite } from 'user-batch-upload';
import { usersContract } from 'user-batch-upload/testing';
import { CLINIC, ExtraField, JobRole, Organization, Person, Place } from './clinic/entities.js';
import { emailIndex, Fact, Member, MEMBERS, members, Rank, Site } from './clinic/members.js';
import { people } from './clinic/ports.js';
import { onEveryDatabase } from './databases.js';

onEveryDatabase((setup) => {
  let orm: MikroORM;

  beforeAll(async () => {
    const clientUrl = (await setup.env())['DATABASE_URL'];
    const shared = { entities: [...CLINIC, ...MEMBERS], debug: false };
    const options: object = clientUrl
      ? postgresql({ ...shared, clientUrl })
      : sqlite({ ...shared, dbName: ':memory:' });
    orm = await MikroORM.init(options);
    await orm.schema.create();
    await (orm.em.fork() as SqlEntityManager).execute(emailIndex(Boolean(clientUrl)));
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

  async function newClub() {
    const em = orm.em.fork();
    const organisation = randomUUID();
    const add = <Named extends typeof Site | typeof Rank | typeof Fact>(
      entity: Named,
      name: string,
    ) => em.create(entity as typeof Site, { id: randomUUID(), organisation, name });
    const [north, south] = [add(Site, 'North'), add(Site, 'South')];
    const [staff, head] = [add(Rank, 'Staff'), add(Rank, 'Head')];
    const facts = ['A', 'B', 'C'].map((name) => add(Fact, name).id);
    await em.flush();
    return {
      em: orm.em,
      users: new members.ports.users(orm.em),
      organisationId: organisation,
      otherOrganisationId: randomUUID(),
      officeId: north.id,
      otherOfficeId: south.id,
      role: { id: staff.id, name: staff.name },
      administratorRole: { id: head.id, name: head.name },
      fieldIds: facts as [string, string, string],
    };
  }

  const create = (values: Partial<UserWrite['values']>, roleId: string): UserWrite => ({
    kind: 'CREATE',
    id: randomUUID(),
    roleId,
    values: {
      profileType: '1',
      internalId: '',
      email: 'ana@example.com',
      firstName: 'Ana',
      lastName: '',
      officeId: '',
      status: 'ACTIVE',
      mobilePhoneCountry: '',
      mobilePhone: '',
      customFields: {},
      ...values,
    },
  });

  describe('with relations, and ids that count up', () => {
    test.each(usersContract(newClinic))('$name', ({ run }) => run());
  });

  describe('with plain columns, ids of the class, and an index on the folded e-mail', () => {
    test.each(usersContract(newClub))('$name', ({ run }) => run());
  });

  test('a user has the values that the class, the database and MikroORM set', async () => {
    const { users, organisationId, officeId, role } = await newClinic();
    const [result] = await RequestContext.create(orm.em, () =>
      users.write(organisationId, [create({ officeId }, role.id)]),
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

  test('an id and a date that the class gives are kept, and the id is answered', async () => {
    const { users, organisationId, officeId, role } = await newClub();
    const [result] = await RequestContext.create(orm.em, () =>
      users.write(organisationId, [create({ officeId }, role.id)]),
    );
    const id = String(result?.written && result.userId);
    expect(id).toMatch(/^member-/);
    const member = await orm.em.fork().findOneOrFail(Member, id);
    expect(member.joinedAt).toBeInstanceOf(Date);
  });

  test('a missing index of a look-up is named, with the statement that makes it', async () => {
    const db = new Database(orm.em.fork());
    const faults = (users: { findSetupFaults(): Promise<string[]> }) =>
      RequestContext.create(orm.em, () => users.findSetupFaults());
    const [club, clinic] = [(await newClub()).users, (await newClinic()).users];
    expect(await faults(club)).toEqual([]);
    expect(await faults(clinic)).toEqual([]);
    await db.query('drop index member_by_email');
    await db.query('drop index person_organization_id_phone_index');
    const made = [...(await faults(club)), ...(await faults(clinic))];
    expect(made).toHaveLength(2);
    expect(made[0]).toMatch(/look-up by email\. .*create unique index .* on .*lower\(/);
    expect(made[1]).toMatch(/look-up by phone\. .*create index .* on .*phone/);
    // What the lines say mends them.
    for (const line of made) {
      const [sql = ''] = /create .*$/.exec(line) ?? [];
      await db.query(sql.replace(';', ''));
    }
    expect([...(await faults(club)), ...(await faults(clinic))]).toEqual([]);
  });

  test('a table that does not exist is named', async () => {
    const db = new Database(orm.em.fork());
    const { users } = await newClub();
    await db.query('alter table member rename to member_later');
    const faults = await RequestContext.create(orm.em, () => users.findSetupFaults());
    await db.query('alter table member_later rename to member');
    expect(faults).toEqual(['The table member does not exist. Run your migrations.']);
  });

  test('offices, roles and custom fields are those of the organisation', async () => {
    const { users, organisationId, officeId, otherOfficeId, role, administratorRole, fieldIds } =
      await newClinic();
    await RequestContext.create(orm.em, async () => {
      const offices = new people.ports.offices(orm.em);
      expect(await offices.findAll(organisationId)).toEqual([
        { id: officeId, name: 'North' },
        { id: otherOfficeId, name: 'South' },
      ]);
      expect(await offices.label(organisationId)).toBe('Clinic');
      const fields = await new people.ports.customFields(orm.em).findAll(organisationId);
      expect(fields.map(({ id }) => id)).toEqual(fieldIds);
      const roles = new people.ports.roles(orm.em);
      const grantable = async (roleId: string) => {
        const email = `${randomUUID()}@example.com`;
        const [result] = await users.write(organisationId, [create({ email, officeId }, roleId)]);
        const userId = String(result?.written && result.userId);
        const actor = { organisationId, userId, name: 'Ana', mayUpload: true };
        return (await roles.findGrantable(actor)).map(({ name }) => name);
      };
      expect(await grantable(role.id)).toEqual(['Staff']);
      expect(await grantable(administratorRole.id)).toEqual(['Head', 'Staff']);
    });
  });
});
