import {
  type Counts,
  type BaselineStore,
  type BaselineUser,
  ROW_COLUMNS,
  type StagedRow,
  VALUE_COLUMNS,
} from './baseline.ts';
import { scopeOf } from './baseline-postgresql.ts';
import { openSqlite } from './sqlite.ts';

const PICKED = `baseline_row r where r.load_id = @loadId and r.line between @firstLine and @lastLine`;

const NOT_EMPTY = VALUE_COLUMNS.map((column) =>
  column === 'internal_id' ? `nullif(r.${column}, '')` : `r.${column}`,
).join(', ');

const KEPT = [...VALUE_COLUMNS, 'email_key']
  .map((column) => `${column} = coalesce(nullif(r.${column}, ''), baseline_user.${column})`)
  .join(', ');

const OUTCOME = `case r.action when 'UNCHANGED' then 'UNCHANGED' when 'INVALID' then 'SKIPPED'
  when 'UPDATE' then 'UPDATED'
  else case when exists (select 1 from baseline_user u where u.id = r.user_id) then 'CREATED' else 'CONFLICT' end end`;

const USER = `select id, email_key, coalesce(internal_id, '') as internal_id, profile_type, email, first_name, last_name,
  office_id, status, mobile_phone_country, mobile_phone, custom_fields from baseline_user where organisation_id = ?`;

export function sqliteBaseline(path: string): BaselineStore {
  const db = openSqlite(path);
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const byEmail = db.prepare(`${USER} and email_key = ?`);
  const byInternalId = db.prepare(`${USER} and internal_id = ?`);
  const addLoad = db.prepare('insert into baseline_load (id, headers) values (?, ?)');
  const addRow = db.prepare(
    `insert into baseline_row (${ROW_COLUMNS.join(', ')}) values (${ROW_COLUMNS.map(() => '?').join(', ')})`,
  );
  const addChunk = db.prepare('insert into baseline_chunk values (?, ?, ?, 0)');
  const chunks = db.prepare('select * from baseline_chunk where load_id = ? order by first_line');
  const page = db.prepare('select * from baseline_row where load_id = ? order by line limit 100');
  const apply = [
    `insert into baseline_user (id, organisation_id, role_id, created_at, ${VALUE_COLUMNS.join(', ')}, email_key, custom_fields)
     select r.user_id, @organisationId, @roleId, unixepoch() * 1000, ${NOT_EMPTY}, r.email_key, r.custom_fields
     from ${PICKED} and r.action = 'CREATE' on conflict do nothing`,
    `update baseline_user set ${KEPT}, custom_fields = json_patch(baseline_user.custom_fields, r.custom_fields)
     from ${PICKED} and r.action = 'UPDATE' and baseline_user.id = r.user_id`,
    `insert into baseline_outcome (load_id, line, outcome, user_id)
     select r.load_id, r.line, ${OUTCOME}, r.user_id from ${PICKED}`,
    `insert into baseline_event (id, type, occurred_at, organisation_id, load_id, line, user_id, changes, fanned_out)
     select r.load_id || '-' || r.line, case o.outcome when 'CREATED' then 'UserCreated' else 'UserUpdated' end,
       unixepoch() * 1000, @organisationId, r.load_id, r.line, r.user_id, r.changes, 0
     from baseline_outcome o join baseline_row r on r.load_id = o.load_id and r.line = o.line
     where o.load_id = @loadId and o.line between @firstLine and @lastLine and o.outcome in ('CREATED', 'UPDATED')`,
    `update baseline_chunk set done = 1 where load_id = @loadId and first_line = @firstLine`,
  ].map((sql) => db.prepare(sql));

  return {
    scope: () =>
      scopeOf((sql) => Promise.resolve(db.prepare(sql).all() as { id: string; name: string }[])),
    findUsers({ organisationId }, emailKeys, internalIds) {
      const found = new Map<string, StoredUser>();
      for (const key of emailKeys) keep(byEmail.get(organisationId, key));
      const known = new Set([...found.values()].map((user) => user.internal_id));
      for (const id of internalIds) if (!known.has(id)) keep(byInternalId.get(organisationId, id));
      return Promise.resolve(
        [...found.values()].map((user): BaselineUser => ({
          ...user,
          custom_fields: JSON.parse(user.custom_fields) as Record<string, string>,
        })),
      );
      function keep(user: unknown): void {
        if (user) found.set((user as StoredUser).id, user as StoredUser);
      }
    },
    async transaction(work) {
      begin.run();
      try {
        await work();
        commit.run();
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
      // Yields to the event loop, as a statement on a server does.
      await new Promise((resolve) => setImmediate(resolve));
    },
    async addLoad(id, headers) {
      addLoad.run(id, headers);
    },
    async addRows(rows: StagedRow[]) {
      for (const row of rows) addRow.run(row);
    },
    async addChunk(loadId, firstLine, lastLine) {
      addChunk.run(loadId, firstLine, lastLine);
    },
    chunks: (loadId) =>
      Promise.resolve(chunks.all(loadId) as { first_line: number; last_line: number }[]),
    async applyChunk({ organisationId, roleId }, loadId, firstLine, lastLine) {
      const named = { organisationId, roleId, loadId, firstLine, lastLine };
      for (const statement of apply) statement.run(named);
    },
    async count(table, column, loadId): Promise<Counts> {
      const rows = db
        .prepare(
          `select ${column} as name, count(*) as rows from ${table} where load_id = ? group by ${column}`,
        )
        .all(loadId) as { name: string; rows: number }[];
      return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
    },
    page: (loadId) => Promise.resolve(page.all(loadId) as object[]),
  };
}

type StoredUser = Omit<BaselineUser, 'custom_fields'> & { custom_fields: string };
