import { Migration } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { dialectOf } from '../database.js';
import { POSTGRESQL } from '../dialect.js';

/**
 * Each step of a load writes a table of its own, once: the upload writes rows, checking writes verdicts, boxes and
 * keys, Finish writes outcomes and events. Until the purge only boxes and chunks are updated, a record for each 1,000
 * rows; and the verdicts of duplicates.
 * Times are milliseconds since 1970. Lists and objects are JSON text.
 * SQLite takes any name of a type; PostgreSQL's are used.
 */
export class UserBatchUpload0001Loads extends Migration {
  override name = 'user-batch-upload-0001-loads';

  override up(): void {
    const dialect = dialectOf(this.getEntityManager() as SqlEntityManager);
    const { serial, keptByKey } = dialect;
    this.addSql(`create table batch_upload_load (
      id text primary key,
      organisation_id text not null,
      status text not null,
      refusal text,
      role_id text not null,
      role_name text not null,
      file_name text not null,
      encoding text not null,
      delimiter text not null,
      notices text not null,
      headers text not null,
      created_at bigint not null,
      created_by text not null,
      created_by_name text not null,
      finished_by text,
      finished_at bigint,
      ended_at bigint,
      purged_at bigint,
      to_purge smallint not null default 0,
      waiting_since bigint,
      row_count integer not null,
      selected integer not null,
      emails integer not null,
      counts text not null,
      problem_counts text not null,
      outcome text
    )`);
    this.addSql(
      `create index batch_upload_load_by_organisation on batch_upload_load (organisation_id, created_at)`,
    );
    this.addSql(
      `create index batch_upload_load_by_status on batch_upload_load (status, created_at)`,
    );
    this.addSql(
      `create index batch_upload_load_ended on batch_upload_load (status, ended_at) where purged_at is null`,
    );
    this.addSql(
      `create index batch_upload_load_to_purge on batch_upload_load (id) where to_purge = 1`,
    );
    this.addSql(`create table batch_upload_row (
      load_id text not null,
      line integer not null,
      cells text not null,
      search text not null,
      primary key (load_id, line)
    ) ${keptByKey}`);
    this.addSql(`create table batch_upload_verdict (
      load_id text not null,
      line integer not null,
      action text not null,
      user_id text,
      user_name text,
      changes text not null,
      problems text not null,
      problem_codes text not null,
      notices text not null,
      primary key (load_id, line)
    )`);
    this.addSql(
      `create index batch_upload_verdict_invalid on batch_upload_verdict (load_id, line) where action = 'INVALID'`,
    );
    this.addSql(`create table batch_upload_keys (
      load_id text not null,
      first_line integer not null,
      hashes bytea not null,
      keys text not null,
      primary key (load_id, first_line)
    )`);
    this.addSql(`create table batch_upload_boxes (
      load_id text not null,
      first_line integer not null,
      last_line integer not null,
      lines text not null,
      states text not null,
      primary key (load_id, first_line)
    ) ${keptByKey}`);
    this.addSql(`create table batch_upload_outcome (
      load_id text not null,
      line integer not null,
      outcome text not null,
      reason text,
      user_id text,
      primary key (load_id, line)
    ) ${keptByKey}`);
    this.addSql(`create table batch_upload_chunk (
      load_id text not null,
      first_line integer not null,
      last_line integer not null,
      row_count integer not null,
      todo text,
      fence integer not null,
      tries integer not null,
      leased_until bigint not null,
      tally text not null,
      primary key (load_id, first_line)
    ) ${keptByKey}`);
    this.addSql(`create index batch_upload_chunk_todo on batch_upload_chunk (load_id, todo)`);
    this.addSql(`create table batch_upload_event (
      position ${serial},
      id text not null,
      type text not null,
      occurred_at bigint not null,
      organisation_id text not null,
      load_id text not null,
      line integer not null,
      actor_id text not null,
      user_id text not null,
      changes text,
      fanned_out smallint not null
    )`);
    this.addSql(
      `create index batch_upload_event_waiting on batch_upload_event (position) where fanned_out = 0`,
    );
    this.addSql(`create index batch_upload_event_by_load on batch_upload_event (load_id, line)`);
    this.addSql(`create table batch_upload_delivery (
      lane text not null,
      position bigint not null,
      listener text not null,
      attempts integer not null,
      next_at bigint not null,
      dead_at bigint,
      error text,
      primary key (lane, position)
    )`);
    this.addSql(
      `create index batch_upload_delivery_by_position on batch_upload_delivery (position)`,
    );
    this.addSql(
      `create index batch_upload_delivery_dead on batch_upload_delivery (position) where dead_at is not null`,
    );
    this.addSql(
      `create index batch_upload_delivery_due on batch_upload_delivery (listener, next_at, position) where dead_at is null`,
    );
    // With statistics of the loads that there were, PostgreSQL expects one row of a load that is new since then, and
    // joins its tables row by row with row by row: two minutes for 1,000 rows. Without, it expects its usual share.
    if (dialect === POSTGRESQL)
      for (const table of ['row', 'verdict', 'keys', 'boxes', 'outcome', 'chunk'])
        this.addSql(`alter table batch_upload_${table} alter column load_id set statistics 0`);
  }

  override down(): void {
    for (const table of [
      'delivery',
      'event',
      'chunk',
      'outcome',
      'boxes',
      'keys',
      'verdict',
      'row',
      'load',
    ])
      this.addSql(`drop table batch_upload_${table}`);
  }
}
