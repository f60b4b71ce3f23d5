import { afterEach, expect, jest, test } from '@jest/globals';
import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { TestingModule } from '@nestjs/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Database,
  FinishLoad,
  type Load,
  StageLoad,
  userBatchUploadEntities,
  userBatchUploadMigrations,
  type UserWrite,
  type WriteResult,
} from 'user-batch-upload';
import { MikroORM } from '@mikro-orm/core';
import { Outbox } from '../../libs/user-batch-upload/src/events/outbox.js';
import { eventually } from './client.js';
import { BASE_HEADERS, csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { ACTOR, Heard, MyUsers, OFFICE, ROLE, smallHost } from './small-host.js';

/** Users of another service: what is written stays, whatever becomes of the library's transaction. */
@Injectable()
class RemoteUsers extends MyUsers {
  override readonly joinsTransaction = false;
  /** The ids of the users that were created, each time. */
  readonly created: string[] = [];
  override async write(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]> {
    const results = [];
    for (const write of writes) {
      // The service knows the write by its id, and does it once.
      if (write.kind === 'CREATE' && !this.all.has(write.id)) this.created.push(write.id);
      results.push(...(await super.write(organisationId, [write])));
    }
    return results;
  }
}

/** Forgets the result of one user, whom it writes. */
@Injectable()
class ForgetfulUsers extends MyUsers {
  override async write(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]> {
    const results = await super.write(organisationId, writes);
    return results.filter((_, index) => !writes[index]?.values.email?.startsWith('ben'));
  }
}

onEveryDatabase((setup) => {
  let module: TestingModule;
  let folder: string;
  afterEach(async () => {
    jest.restoreAllMocks();
    await module.close();
    await rm(folder, { recursive: true });
  });

  /** Uploads these people and finishes the load. */
  async function finish(
    users: typeof MyUsers,
    people: Record<string, string>[],
    before?: (users: MyUsers) => void,
  ) {
    folder = await mkdtemp(join(tmpdir(), 'remote-'));
    const path = join(folder, 'people.csv');
    await writeFile(path, csv(BASE_HEADERS, people));
    const host = await smallHost(
      {
        databaseUrl: (await setup.env())['DATABASE_URL'],
        entities: userBatchUploadEntities,
        migrations: { migrationsList: userBatchUploadMigrations, snapshot: false },
      },
      { users },
    );
    module = host.module;
    await host.orm.migrator.up();
    await module.init();
    before?.(module.get(users, { strict: false }));
    const bus = module.get(CommandBus);
    const { id } = await bus.execute(new StageLoad(ACTOR, ROLE.id, { path, name: 'people.csv' }));
    await bus.execute(new FinishLoad(ACTOR, id));
    const load = await eventually(async () => {
      const now: Load = await bus.execute(new FinishLoad(ACTOR, id));
      return now.status === 'FINISHED' ? now : undefined;
    });
    const outcomes = await new Database(module.get(MikroORM).em.fork()).query<{
      outcome: string;
      user_id: string;
    }>('select outcome, user_id from batch_upload_outcome where load_id = ? order by line', [id]);
    return { load, outcomes };
  }

  test('a retry knows the users that its first try wrote in another service', async () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const spy = jest.spyOn(Outbox.prototype, 'add').mockImplementationOnce(async () => {
      throw new Error('planted, after the service wrote');
    });
    const { outcomes } = await finish(
      RemoteUsers,
      [person(), person({ 'Email Address': 'ben@new.example', 'First Name': 'Benno' })],
      (users) =>
        users.all.set('ben', {
          id: 'ben',
          profileType: '1',
          internalId: '',
          email: 'ben@new.example',
          firstName: 'Ben',
          lastName: 'Sousa',
          officeId: OFFICE.id,
          status: 'ACTIVE',
          mobilePhoneCountry: '',
          mobilePhone: '',
          customFields: {},
          administrator: false,
          roleName: ROLE.name,
        }),
    );
    expect(spy.mock.calls.length).toBeGreaterThan(1);
    const users = module.get(RemoteUsers, { strict: false });
    expect(users.created).toHaveLength(1);
    expect(users.created[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    expect([...users.all.keys()]).toEqual(['ben', users.created[0]]);
    expect(outcomes).toEqual([
      { outcome: 'CREATED', user_id: users.created[0] },
      { outcome: 'UPDATED', user_id: 'ben' },
    ]);
    const heard = module.get(Heard, { strict: false }).events;
    await eventually(async () => heard[0]);
    expect(heard.map(({ userId }) => userId)).toEqual(users.created);
  });

  test('a port that answers too few results ends its load: those rows are FAILED, and the log says so', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { load, outcomes } = await finish(ForgetfulUsers, [
      person(),
      person({ 'Email Address': 'ben@new.example' }),
    ]);
    expect(load.outcome).toMatchObject({ created: 1, failed: 1 });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['CREATED', 'FAILED']);
    expect(logged.mock.calls.join('\n')).toMatch(
      /ForgetfulUsers\.write\(\) gave no result for 1 of 1 writes/,
    );
  });
});
