import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SimilarKeys, UserKeys, Users, UserValues, UserWrite } from 'user-batch-upload';
import { usersContract } from 'user-batch-upload/testing';
import { newOrganisation } from '../../../../test/e2e/organisation.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { onEveryDatabase } from '../../../../test/e2e/databases.js';
import { PlatformUsers } from './platform-users.js';

interface Fault {
  fault: string;
  promise: string;
  says: RegExp;
  port: new (em: MikroORM['em']) => Users;
  /** SQLite has one connection, so nobody else can write during a transaction. */
  isUnseenOnSqlite?: true;
}

/** A port whose updates ignore a value. */
const ignoring = (name: keyof UserValues): Fault => ({
  fault: `ignores the ${name} of an update`,
  promise: 'an update sets every value that a file can change',
  says: new RegExp(name),
  port: class extends PlatformUsers {
    override write(organisationId: string, writes: UserWrite[]) {
      return super.write(
        organisationId,
        writes.map((write) => {
          if (write.kind === 'CREATE') return write;
          const { [name]: _ignored, ...values } = write.values;
          return { ...write, values };
        }),
      );
    }
  },
});

/** A port that creates every user with this value. */
const always = (given: Partial<UserValues>): Fault => ({
  fault: `creates every user with ${JSON.stringify(given)}`,
  promise: 'a user is created with the profile type, status and office that were given',
  says: new RegExp(Object.keys(given).join()),
  port: class extends PlatformUsers {
    override write(organisationId: string, writes: UserWrite[]) {
      return super.write(
        organisationId,
        writes.map((write) =>
          write.kind === 'CREATE' ? { ...write, values: { ...write.values, ...given } } : write,
        ),
      );
    }
  },
});

const FAULTS: Fault[] = [
  ignoring('officeId'),
  ignoring('profileType'),
  ignoring('mobilePhoneCountry'),
  ignoring('customFields'),
  always({ profileType: '1' }),
  always({ status: 'INACTIVE' }),
  {
    fault: 'takes the first office for every user',
    promise: 'a user is created with the profile type, status and office that were given',
    says: /officeId/,
    port: class extends PlatformUsers {
      private officeId?: string;
      override write(organisationId: string, writes: UserWrite[]) {
        this.officeId ??= organisationId;
        return super.write(
          organisationId,
          writes.map((write) =>
            write.kind === 'CREATE'
              ? { ...write, values: { ...write.values, officeId: this.officeId ?? '' } }
              : write,
          ),
        );
      }
    },
  },
  {
    fault: 'answers the id of the write for a user whose id is another one',
    promise: 'a created user is found once, as written, by each key and by all of them',
    says: /by ids/,
    port: class extends PlatformUsers {
      override async write(organisationId: string, writes: UserWrite[]) {
        const given = (id: string) => `host-${id}`;
        await super.write(
          organisationId,
          writes.map((write) =>
            write.kind === 'CREATE' ? { ...write, id: given(write.id) } : write,
          ),
        );
        return writes.map(({ id }) => ({ id, written: true as const }));
      }
    },
  },
  {
    fault: 'answers that an update of nobody was written',
    promise: 'an update of a user who is gone says so',
    says: /USER_GONE/,
    port: class extends PlatformUsers {
      override async write(...asked: Parameters<Users['write']>) {
        const results = await super.write(...asked);
        return results.map((result) => ({ id: result.id, written: true as const }));
      }
    },
  },
  {
    fault: 'answers a user once for each key',
    promise: 'a created user is found once, as written, by each key and by all of them',
    says: /by ids,emailKeys,internalIds/,
    port: class extends PlatformUsers {
      override async findByKeys(organisationId: string, keys: UserKeys) {
        const found = [];
        for (const [kind, values] of Object.entries(keys))
          found.push(...(await super.findByKeys(organisationId, { [kind]: values })));
        return found;
      }
    },
  },
  {
    fault: 'loses what is kept of a mobile phone',
    promise: 'a created user is found once, as written, by each key and by all of them',
    says: /mobilePhone: ''/,
    port: class extends PlatformUsers {
      override async findByKeys(...asked: Parameters<Users['findByKeys']>) {
        const found = await super.findByKeys(...asked);
        return found.map((user) => ({ ...user, mobilePhone: '' }));
      }
    },
  },
  {
    fault: 'compares Internal IDs exactly where similar ones are asked for',
    promise:
      'similar users are found by the folded Internal ID and by the phone, unless the port declines',
    says: /deep-equal/,
    port: class extends PlatformUsers {
      override findSimilar(organisationId: string, { looseInternalIds }: SimilarKeys) {
        return super.findByKeys(organisationId, { internalIds: looseInternalIds });
      }
    },
  },
  {
    fault: 'folds Internal IDs',
    promise: 'an Internal ID is compared exactly, and an empty one finds nobody',
    says: /internalId: 'A-1'/,
    port: class extends PlatformUsers {
      override findByKeys(organisationId: string, keys: UserKeys) {
        const folded = keys.internalIds?.map((id) => id.trim().toUpperCase());
        return super.findByKeys(organisationId, { ...keys, internalIds: folded });
      }
    },
  },
  {
    fault: 'lets everyone change everyone',
    promise: 'an actor may change users with the same or fewer rights, and nobody with more',
    says: /deep-equal/,
    port: class extends PlatformUsers {
      override findChangeable(_actor: object, userIds: string[]) {
        return Promise.resolve(userIds);
      }
    },
  },
  {
    fault: 'hides DELETED users',
    promise: 'a DELETED user is found like any other',
    says: /DELETED/,
    port: class extends PlatformUsers {
      override async findByKeys(...asked: Parameters<Users['findByKeys']>) {
        const found = await super.findByKeys(...asked);
        return found.filter(({ status }) => status !== 'DELETED');
      }
    },
  },
  {
    fault: 'does not ask for the organisation',
    promise: 'users of another organisation are not found',
    says: /deep-equal/,
    port: class extends PlatformUsers {
      private organisationId?: string;
      override write(organisationId: string, writes: UserWrite[]) {
        this.organisationId ??= organisationId;
        return super.write(this.organisationId, writes);
      }
      override findByKeys(_organisationId: string, keys: UserKeys, options?: { lock?: boolean }) {
        return super.findByKeys(this.organisationId ?? '', keys, options);
      }
    },
  },
  {
    fault: 'writes blanks for what an update does not name',
    promise: 'an update changes only what it names, each custom field on its own',
    says: /'' !== 'Sousa'/,
    port: class extends PlatformUsers {
      override write(organisationId: string, writes: UserWrite[]) {
        return super.write(
          organisationId,
          writes.map((write) =>
            write.kind === 'UPDATE'
              ? { ...write, values: { lastName: '', ...write.values } }
              : write,
          ),
        );
      }
    },
  },
  {
    fault: 'takes an empty value for one that is not named',
    promise: 'an update changes only what it names, each custom field on its own',
    says: /lastName: 'Silva'/,
    port: class extends PlatformUsers {
      override write(organisationId: string, writes: UserWrite[]) {
        return super.write(
          organisationId,
          writes.map((write) =>
            write.kind === 'UPDATE'
              ? {
                  ...write,
                  values: Object.fromEntries(
                    Object.entries(write.values).filter(([, value]) => value !== ''),
                  ),
                }
              : write,
          ),
        );
      }
    },
  },
  {
    fault: 'throws where a key is taken',
    promise: 'a key of another user is rejected with its reason, and the other writes succeed',
    says: /^taken$/,
    port: class extends PlatformUsers {
      override async write(...asked: Parameters<Users['write']>) {
        const results = await super.write(...asked);
        if (results.some(({ written }) => !written)) throw new Error('taken');
        return results;
      }
    },
  },
  {
    fault: 'answers that each was written',
    promise: 'when two writes in one call give the same key, one succeeds',
    says: /written/,
    port: class extends PlatformUsers {
      override async write(...asked: Parameters<Users['write']>) {
        const results = await super.write(...asked);
        return results.map(({ id }) => ({ id, written: true as const }));
      }
    },
  },
  {
    fault: 'leaves out what was not written',
    promise: 'when two writes in one call give the same key, one succeeds',
    says: /one result for each write/,
    port: class extends PlatformUsers {
      override async write(...asked: Parameters<Users['write']>) {
        return (await super.write(...asked)).filter(({ written }) => written);
      }
    },
  },
  {
    fault: 'has a taken key end the transaction',
    promise: 'after a rejected key the transaction continues and commits',
    says: /transaction is aborted/,
    port: class extends PlatformUsers {
      private isOver = false;
      override async write(...asked: Parameters<Users['write']>) {
        if (this.isOver) throw new Error('current transaction is aborted');
        const results = await super.write(...asked);
        this.isOver = results.some(({ written }) => !written);
        return results;
      }
    },
  },
  {
    fault: 'writes with a fork of the EntityManager',
    promise: 'a write is visible in its transaction and rolled back with it',
    says: /fork of the EntityManager|outlived its transaction/,
    port: class extends PlatformUsers {
      constructor(private readonly ours: MikroORM['em']) {
        super(ours);
      }
      override write(...asked: Parameters<Users['write']>) {
        return new PlatformUsers(this.ours.fork()).write(...asked);
      }
    },
  },
  {
    fault: 'holds no user',
    isUnseenOnSqlite: true,
    promise: 'users read with a lock stay locked until the transaction ends',
    says: /changed the user meanwhile/,
    port: class extends PlatformUsers {
      override findByKeys(organisationId: string, keys: UserKeys) {
        return super.findByKeys(organisationId, keys);
      }
    },
  },
  {
    fault: 'counts inactive administrators',
    promise:
      'exactly the active administrators are returned and stay locked until the transaction ends',
    says: /deep-equal/,
    port: class extends PlatformUsers {
      private readonly created: string[] = [];
      override write(organisationId: string, writes: UserWrite[]) {
        this.created.push(...writes.flatMap(({ kind, id }) => (kind === 'CREATE' ? [id] : [])));
        return super.write(organisationId, writes);
      }
      override async lockActiveAdministrators() {
        return this.created;
      }
    },
  },
];

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let orm: MikroORM;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    orm = platform.app.get(MikroORM);
  }, 60_000);
  afterAll(() => platform?.stop());

  const contractOf = (usersOf: (orm: MikroORM) => Users) =>
    usersContract(async () => ({
      em: orm.em,
      users: usersOf(orm),
      ...(await newOrganisation(orm.em)),
    }));

  describe('the platform keeps the contract', () => {
    test.each(contractOf(() => platform.app.get(PlatformUsers)))('$name', ({ run }) => run());
  });

  describe('a port that breaks the contract is caught', () => {
    test.each(FAULTS)('it $fault', async ({ promise, says, port, isUnseenOnSqlite }) => {
      if (isUnseenOnSqlite && !platform.config.databaseUrl) return;
      const broken = contractOf(({ em }) => new port(em)).find(({ name }) => name === promise);
      await expect(broken?.run()).rejects.toThrow(says);
    });

    test('these cover every promise', () => {
      const names = contractOf(() => platform.app.get(PlatformUsers)).map(({ name }) => name);
      expect([...new Set(FAULTS.map(({ promise }) => promise))].toSorted()).toEqual(
        names.toSorted(),
      );
    });
  });
});
