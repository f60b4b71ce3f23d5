import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect, test } from '@jest/globals';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DiscardLoad,
  FindLoad,
  FinishLoad,
  StageLoad,
  ToggleRow,
  userBatchUploadEntities,
  userBatchUploadEntitiesWithPrefix,
  userBatchUploadMigrations,
} from 'user-batch-upload';
import { BASE_HEADERS, csv, person } from './csv.js';
import { eventually } from './client.js';
import { ACTOR, Badge, Heard, MyUsers, ROLE, smallHost } from './small-host.js';
import { onEveryDatabase } from './databases.js';

const migrations = { migrationsList: userBatchUploadMigrations, snapshot: false };

onEveryDatabase((setup) => {
  test('commands outside of a request run a load, under the prefix and in the schema that the host chose', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'host-'));
    const path = join(folder, 'people.csv');
    await writeFile(
      path,
      csv(BASE_HEADERS, [person(), person({ 'Email Address': 'ben@new.example' })]),
    );
    const databaseUrl = (await setup.env())['DATABASE_URL'];
    const { module, orm } = await smallHost({
      databaseUrl,
      schema: 'app',
      entities: userBatchUploadEntitiesWithPrefix('acme_'),
      migrations,
    });
    try {
      const em = orm.em.fork() as SqlEntityManager;
      if (databaseUrl) await em.execute('create schema app');
      await orm.migrator.up();
      await module.init();
      const names = await tableNames(em, databaseUrl);
      expect(names).toContain(databaseUrl ? 'app.acme_load' : 'acme_load');
      expect(names.filter((name) => name.includes('batch_upload'))).toEqual([]);
      expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
      expect(await orm.migrator.checkSchema()).toBe(false);

      const bus = module.get(CommandBus);
      const load = await bus.execute(new StageLoad(ACTOR, ROLE.id, { path, name: 'people.csv' }));
      expect(load).toMatchObject({ status: 'STAGED', counts: { create: 2, invalid: 0 } });
      await bus.execute(new ToggleRow(ACTOR, load.id, { line: 3 }, { selected: false }));
      await bus.execute(new FinishLoad(ACTOR, load.id));
      const find = (id: string) =>
        module.get(QueryBus).execute(new FindLoad(ACTOR.organisationId, id));
      expect(await eventually(async () => (await find(load.id)).outcome)).toMatchObject({
        created: 1,
      });
      const heard = module.get(Heard, { strict: false }).events;
      expect(await eventually(async () => heard[0])).toMatchObject({ loadId: load.id, line: 2 });
      const users = [...module.get(MyUsers, { strict: false }).all.values()];
      expect(users.map(({ email }) => email)).toEqual(['ana@new.example']);
      const many = Array.from({ length: 1_001 }, (_, index) =>
        person({ 'Email Address': `new${index}@new.example` }),
      );
      await writeFile(path, csv(BASE_HEADERS, many));
      const other = await bus.execute(new StageLoad(ACTOR, ROLE.id, { path, name: 'people.csv' }));
      expect(other.status).toBe('STAGING');
      await eventually(async () => (await find(other.id)).status === 'STAGED');
      await bus.execute(new DiscardLoad(ACTOR, other.id));
    } finally {
      await module.close();
      await rm(folder, { recursive: true });
    }
  });

  test('the library’s migrations run from the host’s folder, beside those that the host has yet to run', async () => {
    const path = await mkdtemp(join(tmpdir(), 'migrations-'));
    await writeFile(join(path, 'package.json'), '{ "type": "module" }');
    await symlink(join(import.meta.dirname, '../../node_modules'), join(path, 'node_modules'));
    await writeFile(
      join(path, 'Migration20260101000000_user_batch_upload.js'),
      `export { UserBatchUpload0001Loads } from 'user-batch-upload';\n`,
    );
    await writeFile(
      join(path, 'Migration20260102000000.js'),
      `import { Migration } from '@mikro-orm/migrations';
       export class Migration20260102000000 extends Migration {
         up() { this.addSql('create table badge (id text not null primary key)'); }
         down() { this.addSql('drop table badge'); }
       }\n`,
    );
    const { module, orm } = await smallHost({
      databaseUrl: (await setup.env())['DATABASE_URL'],
      entities: [Badge, ...userBatchUploadEntities],
      migrations: { path },
    });
    const pending = async () => (await orm.migrator.getPending()).map(({ name }) => name);
    try {
      expect(await pending()).toEqual([
        'Migration20260101000000_user_batch_upload',
        'Migration20260102000000',
      ]);
      await orm.migrator.up('Migration20260101000000_user_batch_upload');
      expect(await pending()).toEqual(['Migration20260102000000']);
      await orm.migrator.up();
      expect(await pending()).toEqual([]);
      expect((await orm.migrator.create()).diff).toEqual({ up: [], down: [] });
      expect(await orm.migrator.checkSchema()).toBe(false);
      await orm.migrator.down();
      await orm.migrator.down();
      expect(await pending()).toHaveLength(2);
    } finally {
      await module.close();
      await rm(path, { recursive: true });
    }
  });

  test('a host whose ORM does not know the tables is refused at start, with the line to add', async () => {
    const { module } = await smallHost({
      databaseUrl: (await setup.env())['DATABASE_URL'],
      entities: [Badge],
      migrations,
    });
    try {
      await expect(module.init()).rejects.toThrow('Add ...userBatchUploadEntities');
    } finally {
      await module.close();
    }
  });
});

async function tableNames(em: SqlEntityManager, databaseUrl?: string): Promise<string[]> {
  const tables = await em.execute<{ name: string }[]>(
    databaseUrl
      ? `select table_schema || '.' || table_name as name from information_schema.tables
         where table_schema not in ('pg_catalog', 'information_schema')`
      : `select name from sqlite_master where type = 'table'`,
  );
  return tables.map(({ name }) => name);
}
