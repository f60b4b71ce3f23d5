import { Migration } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { dialectOf } from '../dialect-of.js';
import { type TableName, tableNames } from '../table-names.js';

/** Writes what `userBatchUploadEntities` describe, under the host's names. */
export class UserBatchUpload0001Loads extends Migration {
  override name = 'user-batch-upload-0001-loads';

  override up(): void {
    const em = this.getEntityManager() as SqlEntityManager;
    const dialect = dialectOf(em);
    const { serial, keptByKey, bytes } = dialect;
    const { table, index } = namesIn(em);
    this.addSql(`create table ${table('load')} (
      id text not null primary key,
      organisation_id text not null,
      kind text not null,
      from_load text,
      revision integer not null default 1,
      status text not null,
      refusal text,
      role_id text not null,
      role_name text not null,
      language text not null,
      file_name text not null,
      file_bytes bigint not null,
      encoding text,
      delimiter text,
      sheet text,
      notices text not null,
      headers text not null,
      created_at bigint not null,
      created_by text not null,
      created_by_name text not null,
      finished_by text,
      finished_at bigint,
      ended_at bigint,
      purged_at bigint,
      to_purge integer not null default 0,
      waiting_since bigint,
      row_count integer not null,
      selected integer not null,
      emails integer not null,
      counts text not null,
      problem_counts text not null,
      outcome text
    )`);
    this.addSql(
      `create index ${index('load', 'by_organisation')} on ${table('load')} (organisation_id, created_at)`,
    );
    this.addSql(
      `create index ${index('load', 'by_status')} on ${table('load')} (status, created_at)`,
    );
    this.addSql(
      `create index ${index('load', 'ended')} on ${table('load')} (status, ended_at) where purged_at is null`,
    );
    this.addSql(
      `create index ${index('load', 'to_purge')} on ${table('load')} (id) where to_purge = 1`,
    );
    this.addSql(`create table ${table('row')} (
      load_id text not null,
      line integer not null,
      cells text not null,
      search text not null,
      primary key (load_id, line)
    ) ${keptByKey}`);
    this.addSql(`create table ${table('row_check')} (
      load_id text not null,
      line integer not null,
      action text not null,
      user_id text,
      user_name text,
      matched_by text,
      revision integer not null,
      changes text not null,
      problems text not null,
      problem_codes text not null,
      primary key (load_id, line)
    )`);
    this.addSql(
      `create index ${index('row_check', 'problems')} on ${table('row_check')} (load_id, line) where problem_codes <> ''`,
    );
    this.addSql(`create table ${table('row_key')} (
      load_id text not null,
      first_line integer not null,
      hashes ${bytes} not null,
      keys text not null,
      held_names ${bytes} not null,
      renames text not null,
      leaving text not null,
      primary key (load_id, first_line)
    )`);
    this.addSql(`create table ${table('selection')} (
      load_id text not null,
      first_line integer not null,
      last_line integer not null,
      lines text not null,
      states text not null,
      primary key (load_id, first_line)
    ) ${keptByKey}`);
    this.addSql(`create table ${table('fix')} (
      load_id text not null,
      revision integer not null,
      id text not null,
      edited_by text not null,
      edited_by_name text not null,
      edited_at bigint not null,
      primary key (load_id, revision)
    ) ${keptByKey}`);
    this.addSql(`create table ${table('edit')} (
      load_id text not null,
      line integer not null,
      header text not null,
      revision integer not null,
      original text not null,
      value text not null,
      primary key (load_id, line, header, revision)
    ) ${keptByKey}`);
    this.addSql(
      `create index ${index('edit', 'by_revision')} on ${table('edit')} (load_id, revision, line)`,
    );
    this.addSql(`create table ${table('outcome')} (
      load_id text not null,
      line integer not null,
      outcome text not null,
      reason text,
      user_id text,
      primary key (load_id, line)
    ) ${keptByKey}`);
    this.addSql(`create table ${table('chunk')} (
      load_id text not null,
      first_line integer not null,
      last_line integer not null,
      row_count integer not null,
      task text,
      fencing_token integer not null,
      attempts integer not null,
      leased_until bigint not null,
      counts text not null,
      primary key (load_id, first_line)
    ) ${keptByKey}`);
    this.addSql(`create index ${index('chunk', 'task')} on ${table('chunk')} (load_id, task)`);
    this.addSql(`create table ${table('event')} (
      position ${serial},
      id text not null,
      type text not null,
      occurred_at bigint not null,
      organisation_id text not null,
      load_id text not null,
      line integer,
      actor_id text not null,
      user_id text,
      changes text,
      fanned_out integer not null
    )`);
    this.addSql(
      `create index ${index('event', 'waiting')} on ${table('event')} (position) where fanned_out = 0`,
    );
    this.addSql(`create index ${index('event', 'by_load')} on ${table('event')} (load_id, line)`);
    this.addSql(`create table ${table('delivery')} (
      lane text not null,
      position bigint not null,
      listener text not null,
      load_id text not null,
      attempts integer not null,
      next_at bigint not null,
      dead_at bigint,
      error text,
      primary key (lane, position)
    )`);
    this.addSql(
      `create index ${index('delivery', 'by_position')} on ${table('delivery')} (position)`,
    );
    this.addSql(
      `create index ${index('delivery', 'by_load')} on ${table('delivery')} (load_id, listener, dead_at)`,
    );
    this.addSql(
      `create index ${index('delivery', 'dead')} on ${table('delivery')} (position) where dead_at is not null`,
    );
    this.addSql(
      `create index ${index('delivery', 'due')} on ${table('delivery')} (listener, next_at, position) where dead_at is null`,
    );
    this.addSql(
      `create table ${table('probe')} (id text not null primary key, filler text not null)`,
    );
    // With statistics of older loads, PostgreSQL expects a new load to have one row, and joins its tables with nested
    // loops: two minutes for 1,000 rows. Without statistics, it assumes a default share of the table.
    if (dialect.withoutStatistics)
      for (const name of [
        'row',
        'row_check',
        'row_key',
        'selection',
        'fix',
        'edit',
        'outcome',
        'chunk',
      ])
        this.addSql(dialect.withoutStatistics(table(name), 'load_id'));
    // Compressing the keys of 1,000 rows takes twice as long as writing them, and a search reads all hashes.
    if (dialect.uncompressed)
      for (const column of ['keys', 'hashes', 'held_names', 'renames'])
        this.addSql(dialect.uncompressed(table('row_key'), column));
  }

  override down(): void {
    const { table } = namesIn(this.getEntityManager() as SqlEntityManager);
    for (const name of [
      'probe',
      'delivery',
      'event',
      'chunk',
      'outcome',
      'edit',
      'fix',
      'selection',
      'row_key',
      'row_check',
      'row',
      'load',
    ])
      this.addSql(`drop table ${table(name)}`);
  }
}

/** The host's names of tables and their indexes, as SQL. */
function namesIn(em: SqlEntityManager) {
  const names = tableNames(em);
  const quoted = (name: string): string => em.getPlatform().quoteIdentifier(name);
  const named = (name: string): TableName => names.get(`batch_upload_${name}`) as TableName;
  return {
    table: (name: string): string => {
      const { schema, name: table } = named(name);
      return schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
    },
    index: (name: string, suffix: string): string => quoted(`${named(name).name}_${suffix}`),
  };
}
