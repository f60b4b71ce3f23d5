import pg from 'pg';
import {
  type Counts,
  type BaselineStore,
  type BaselineUser,
  ROW_COLUMNS,
  type Scope,
  type StagedRow,
  VALUE_COLUMNS,
} from './baseline.ts';
import { CopyRows } from './copy-rows.ts';

const NOT_EMPTY = VALUE_COLUMNS.map((column) =>
  column === 'internal_id' ? `nullif(r.${column}, '')` : `r.${column}`,
).join(', ');

const KEPT = [...VALUE_COLUMNS, 'email_key']
  .map((column) => `${column} = coalesce(nullif(r.${column}, ''), u.${column})`)
  .join(', ');

/** One statement per chunk writes users, outcomes and events from the staged rows. */
const APPLY = `
  with picked as materialized (
    select * from baseline_row where load_id = $1 and line between $2 and $3),
  created as (
    insert into baseline_user (id, organisation_id, role_id, created_at, ${VALUE_COLUMNS.join(', ')}, email_key, custom_fields)
    select r.user_id, $4, $5, now(), ${NOT_EMPTY}, r.email_key, r.custom_fields::jsonb
    from picked r where r.action = 'CREATE' on conflict do nothing returning id),
  updated as (
    update baseline_user u set ${KEPT}, custom_fields = u.custom_fields || r.custom_fields::jsonb
    from picked r where r.action = 'UPDATE' and u.id = r.user_id returning u.id),
  applied as (
    select r.line, r.user_id, r.changes, case
      when r.action = 'UNCHANGED' then 'UNCHANGED' when r.action = 'INVALID' then 'SKIPPED'
      when r.user_id in (select id from created) then 'CREATED'
      when r.user_id in (select id from updated) then 'UPDATED' else 'CONFLICT' end as outcome
    from picked r),
  kept as (
    insert into baseline_outcome (load_id, line, outcome, user_id) select $1, line, outcome, user_id from applied),
  done as (
    update baseline_chunk set done = 1 where load_id = $1 and first_line = $2)
  insert into baseline_event (id, type, occurred_at, organisation_id, load_id, line, user_id, changes, fanned_out)
  select $1 || '-' || line, case outcome when 'CREATED' then 'UserCreated' else 'UserUpdated' end,
    (extract(epoch from now()) * 1000)::bigint, $4, $1, line, user_id, changes, 0
  from applied where outcome in ('CREATED', 'UPDATED') order by line`;

export async function postgresqlBaseline(connectionString: string): Promise<BaselineStore> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const query = async <Row extends object>(
    name: string,
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> => (await client.query<Row>({ name, text, values })).rows;
  return {
    scope: () =>
      scopeOf(async (sql) => (await client.query<{ id: string; name: string }>(sql)).rows),
    findUsers: (scope, emailKeys, internalIds) =>
      query<BaselineUser>(
        'find-users',
        `select id, email_key, coalesce(internal_id, '') as internal_id, profile_type, email, first_name, last_name,
           office_id, status, mobile_phone_country, mobile_phone, custom_fields
         from baseline_user where organisation_id = $1 and (email_key = any($2) or internal_id = any($3))`,
        [scope.organisationId, emailKeys, internalIds],
      ),
    async transaction(work) {
      await client.query('begin');
      try {
        await work();
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    },
    async addLoad(id, headers) {
      await query('add-load', `insert into baseline_load (id, headers) values ($1, $2)`, [
        id,
        headers,
      ]);
    },
    addRows: (rows: StagedRow[]) =>
      new Promise((resolve, reject) => {
        client.query(
          new CopyRows(`copy baseline_row (${ROW_COLUMNS.join(', ')}) from stdin`, rows, (error) =>
            error ? reject(error) : resolve(),
          ),
        );
      }),
    async addChunk(loadId, firstLine, lastLine) {
      await query('add-chunk', `insert into baseline_chunk values ($1, $2, $3, 0)`, [
        loadId,
        firstLine,
        lastLine,
      ]);
    },
    chunks: (loadId) =>
      query('chunks', `select * from baseline_chunk where load_id = $1 order by first_line`, [
        loadId,
      ]),
    async applyChunk({ organisationId, roleId }, loadId, firstLine, lastLine) {
      await query('apply', APPLY, [loadId, firstLine, lastLine, organisationId, roleId]);
    },
    async count(table, column, loadId): Promise<Counts> {
      const rows = await query<{ name: string; rows: string }>(
        `count-${table}`,
        `select ${column} as name, count(*) as rows from ${table} where load_id = $1 group by ${column}`,
        [loadId],
      );
      return Object.fromEntries(rows.map((row) => [row.name, Number(row.rows)]));
    },
    page: (loadId) =>
      query('page', `select * from baseline_row where load_id = $1 order by line limit 100`, [
        loadId,
      ]),
  };
}

/** The seeded organisation, read again for each load as the product does. */
export async function scopeOf(
  query: (sql: string) => Promise<{ id: string; name: string }[]>,
): Promise<Scope> {
  const [organisation] = await query(
    `select id, name from organisation where name = 'Northwind Care'`,
  );
  const mine = `organisation_id = '${organisation?.id}'`;
  const [role] = await query(`select id, name from role where ${mine} and name = 'Staff'`);
  const offices = await query(`select id, name from office where ${mine}`);
  const fields = await query(
    `select id, label as name from custom_field where ${mine} order by position`,
  );
  return {
    organisationId: organisation?.id ?? '',
    roleId: role?.id ?? '',
    officeIds: new Map(offices.map(({ id, name }) => [name, id])),
    fieldIds: new Map(fields.map(({ id, name }) => [name, id])),
  };
}
