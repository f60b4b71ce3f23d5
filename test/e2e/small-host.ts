import { defineEntity, type EntitySchema, MikroORM, p } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { defineConfig as postgresql } from '@mikro-orm/postgresql';
import { defineConfig as sqlite } from '@mikro-orm/sqlite';
import {
  type DynamicModule,
  Injectable,
  Module,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import {
  type Actor,
  Actors,
  CustomFields,
  DurableListener,
  emailKey,
  Offices,
  Roles,
  UserBatchUploadModule,
  UserCreated,
  type UserKeys,
  type UserRecord,
  Users,
  type UserWrite,
  type WriteResult,
} from 'user-batch-upload';

export const ACTOR: Actor = {
  organisationId: 'o',
  userId: 'admin',
  name: 'Alex Admin',
  mayUpload: true,
};
export const OFFICE = { id: 'north', name: 'North Clinic' };
export const ROLE = { id: 'staff', name: 'Staff' };

@Injectable()
class MyActors extends Actors {
  fromRequest = async () => ACTOR;
  find = async () => ACTOR;
}
@Injectable()
class MyOffices extends Offices {
  findAll = async () => [OFFICE];
  label = async () => 'Office';
}
@Injectable()
class MyRoles extends Roles {
  findGrantable = async () => [ROLE];
}
@Injectable()
class MyCustomFields extends CustomFields {
  findAll = async () => [];
}
/** Users in memory. */
@Injectable()
export class MyUsers extends Users {
  readonly all = new Map<string, UserRecord>();
  async findByKeys(_organisationId: string, keys: UserKeys): Promise<UserRecord[]> {
    return [...this.all.values()].filter(
      ({ id, email, internalId }) =>
        keys.ids?.includes(id) ||
        keys.emailKeys?.includes(emailKey(email)) ||
        keys.internalIds?.includes(internalId),
    );
  }
  async write(_organisationId: string, writes: UserWrite[]): Promise<WriteResult[]> {
    return writes.map((write) => {
      const user = this.all.get(write.id);
      if (write.kind === 'CREATE')
        this.all.set(write.id, {
          id: write.id,
          roleName: 'Staff',
          administrator: false,
          ...write.values,
        });
      else if (user) this.all.set(write.id, { ...user, ...write.values });
      return { id: write.id, written: true };
    });
  }
  findChangeable = async (_actor: Actor, userIds: string[]) => userIds;
  lockActiveAdministrators = async () => [ACTOR.userId];
}
/** Keeps the events that it is given. */
@DurableListener(UserCreated)
export class Heard {
  readonly events: UserCreated[] = [];
  async handle(event: UserCreated): Promise<void> {
    this.events.push(event);
  }
}

const ports = {
  actors: MyActors,
  offices: MyOffices,
  roles: MyRoles,
  customFields: MyCustomFields,
  users: MyUsers,
};
/** A table of the host's own. */
export const Badge = defineEntity({
  name: 'Badge',
  tableName: 'badge',
  properties: { id: p.text().primary() },
});

export interface HostDatabase {
  /** Without it, an SQLite database in memory. */
  databaseUrl?: string | undefined;
  entities: readonly EntitySchema[];
  schema?: string;
  migrations: object;
}

/** The configuration of a host's MikroORM. */
export function ormConfig({ databaseUrl, entities, schema, migrations }: HostDatabase) {
  const shared = { entities: [...entities], extensions: [Migrator], migrations, debug: false };
  return databaseUrl
    ? postgresql({ ...shared, clientUrl: databaseUrl, ...(schema && { schema }) })
    : sqlite({ ...shared, dbName: ':memory:' });
}

/** What a host has besides the parts of this file. */
export interface HostParts {
  users?: Type<Users>;
  providers?: Provider[];
  /** Further modules, such as a second mount. */
  imports?: ModuleMetadata['imports'];
}

/** A mount of the library, with the ports of this file. */
export function mount({ users = MyUsers, providers = [] }: HostParts = {}): DynamicModule {
  @Module({})
  class PeopleModule {}
  const people = {
    module: PeopleModule,
    providers: [...Object.values({ ...ports, users }), ...providers],
    exports: Object.values({ ...ports, users }),
  };
  return UserBatchUploadModule.forRoot({
    imports: [people],
    ports: { ...ports, users },
    sweepMs: 200,
    maxRows: 2_000,
  });
}

/** A host that is not the platform: compiled, with its ORM connected, and not started yet. */
export async function smallHost(database: HostDatabase, parts: HostParts = {}) {
  const module = await Test.createTestingModule({
    imports: [
      MikroOrmModule.forRoot(ormConfig(database)),
      CqrsModule.forRoot(),
      mount(parts),
      ...(parts.imports ?? []),
    ],
    providers: [Heard],
  }).compile();
  return { module, orm: module.get(MikroORM) };
}
