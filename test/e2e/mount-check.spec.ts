import { type EntityManager, MikroORM } from '@mikro-orm/core';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Injectable, Logger, Scope } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import {
  Database,
  DurableListener,
  RowRule,
  UserCreated,
  userBatchUploadEntities,
  userBatchUploadMigrations,
  type UserKeys,
  type UserRecord,
} from 'user-batch-upload';
import { mountIsComplete } from 'user-batch-upload/testing';
import { onEveryDatabase } from './databases.js';
import { type HostParts, mount, MyUsers, smallHost } from './small-host.js';

const migrations = { migrationsList: userBatchUploadMigrations, snapshot: false };

/** Asks the database in the library's transaction, as most ports do. */
@Injectable()
class JoiningUsers extends MyUsers {
  constructor(protected readonly em: MikroORM) {
    super();
  }
  protected manager = (): EntityManager => this.em.em;
  override async findByKeys(organisationId: string, keys: UserKeys): Promise<UserRecord[]> {
    await new Database(this.manager()).query('select 1 as one');
    return super.findByKeys(organisationId, keys);
  }
}

@Injectable()
class ForkingUsers extends JoiningUsers {
  protected override manager = () => this.em.em.fork();
}

@Injectable()
class RemoteUsers extends ForkingUsers {
  override readonly joinsTransaction = false;
}

@Injectable()
class SlowUsers extends MyUsers {
  override findSetupFaults = async () => ['SlowUsers has no index. Add one.'];
}

@Injectable({ scope: Scope.REQUEST })
class ScopedUsers extends MyUsers {}

// As in JavaScript, where no compiler refuses them.
const untyped = (decorator: unknown) => decorator as ClassDecorator;

@untyped(RowRule())
class RuleWithoutCheck {}

@untyped((DurableListener as () => unknown)())
class ListenerWithoutEvents {
  async handle(): Promise<void> {}
}

@untyped(DurableListener(UserCreated))
class ListenerWithoutHandle {}

@Injectable({ scope: Scope.REQUEST })
class RequestLog {}

@DurableListener(UserCreated)
class ScopedListener {
  constructor(readonly log: RequestLog) {}
  async handle(): Promise<void> {}
}

onEveryDatabase((setup) => {
  let databaseUrl: string | undefined;
  let module: TestingModule | undefined;

  beforeEach(async () => {
    databaseUrl = (await setup.env())['DATABASE_URL'];
  });
  afterEach(async () => {
    await module?.close();
    module = undefined;
  });

  /** A host that is about to start. */
  async function host(parts: HostParts = {}, { isMigrated = true } = {}): Promise<TestingModule> {
    const made = await smallHost(
      { databaseUrl, entities: userBatchUploadEntities, migrations },
      parts,
    );
    module = made.module;
    if (isMigrated) await made.orm.migrator.up();
    return module;
  }

  test.each<[string, HostParts, RegExp]>([
    ['a second mount', { imports: [mount()] }, /mounted twice. Keep one forRoot\(\)/],
    [
      'a request-scoped port',
      { users: ScopedUsers },
      /ScopedUsers is request-scoped.*Scope.REQUEST/,
    ],
    [
      'a port that forks its entity manager',
      { users: ForkingUsers },
      /ForkingUsers leaves.*em\.fork\(\)/,
    ],
    [
      'a rule without check',
      { providers: [RuleWithoutCheck] },
      /RuleWithoutCheck has @RowRule\(\) but no method "check/,
    ],
    [
      'a listener without events',
      { providers: [ListenerWithoutEvents] },
      /ListenerWithoutEvents listens to no event.*@DurableListener\(UserCreated\)/,
    ],
    [
      'a listener without a method',
      { providers: [ListenerWithoutHandle] },
      /ListenerWithoutHandle has @DurableListener\(\) but no method "handle/,
    ],
    [
      'a listener that injects what is request-scoped',
      { providers: [RequestLog, ScopedListener] },
      /ScopedListener is request-scoped/,
    ],
  ])('the start is refused with %s', async (_, parts, says) => {
    const app = await host(parts);
    await expect(app.init()).rejects.toThrow(says);
    await expect(mountIsComplete(app)).rejects.toThrow(says);
  });

  test('the start is refused before the migrations have run', async () => {
    const app = await host({}, { isMigrated: false });
    await expect(app.init()).rejects.toThrow(
      /The table batch_upload_load .* is missing.*mikro-orm migration:up/,
    );
  });

  test('the start is refused if a table lacks a column of this version', async () => {
    const app = await host();
    const db = new Database(app.get(MikroORM).em.fork());
    await db.query('alter table batch_upload_load rename column revision to old_revision');
    await expect(app.init()).rejects.toThrow(/batch_upload_load .* out of date/);
  });

  test('the start is refused on Fastify', async () => {
    const app = (await host()).createNestApplication(new FastifyAdapter() as never);
    await expect(app.init()).rejects.toThrow(/runs on fastify.*NestExpressApplication/);
  });

  test('a complete mount starts, and logs a warning about a slow port', async () => {
    const told = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    try {
      const app = await host({ users: JoiningUsers });
      await app.init();
      await mountIsComplete(app);
      expect(told).not.toHaveBeenCalled();
      await app.close();
      const remote = await host({ users: RemoteUsers }, { isMigrated: false });
      if (!databaseUrl) await remote.get(MikroORM).migrator.up();
      await mountIsComplete(remote);
      await remote.close();
      const slow = await host({ users: SlowUsers }, { isMigrated: !databaseUrl });
      await slow.init();
      expect(told.mock.calls).toEqual([['SlowUsers has no index. Add one.']]);
      await expect(mountIsComplete(slow)).rejects.toThrow('SlowUsers has no index. Add one.');
    } finally {
      told.mockRestore();
    }
  });
});
