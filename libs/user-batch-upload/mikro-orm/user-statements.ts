import type { Database } from '../src/database/database.js';
import type { BatchColumns } from '../src/database/dialect.js';
import { type Column } from './entity-table.js';
import { type CellName, isText, type UserColumns } from './user-columns.js';

/** The columns of a user and, as `r0`, `r1` and so on, of their role, as the driver gives them. */
export type ReadUser = Record<
  Exclude<CellName, 'emailKey'> | 'id' | 'role' | `r${number}`,
  unknown
>;

/** A statement over a host's users: the SQL text, with a parameter for each `?`. */
export interface Statement {
  sql: string;
  params: unknown[];
}

/** A column that every update sets, to a value or an expression. */
export type SetByUpdate = { column: Column } & ({ value: unknown } | { sql: string });

/** The keys of a look-up. */
export type KeyName = 'id' | 'emailKey' | 'internalId' | 'looseInternalId' | 'mobilePhone';

/** The keys that only a look-up uses. */
const FOLDED: readonly CellName[] = ['emailKey', 'looseInternalId'];

/** Writes the statements over a host's users for the database in use. */
export class UserStatements {
  private readonly isPostgresql: boolean;
  private recordColumns?: string;

  constructor(
    private readonly db: Database,
    private readonly columns: UserColumns,
  ) {
    this.isPostgresql = db.locksRows;
  }

  /**
   * The users of the organisation with one of these keys, in one order, so that two that lock the same users can't
   * deadlock. `most`: how many users who share a key are found at most.
   */
  find(
    organisationId: string,
    keys: [KeyName, string[]][],
    { lock = false, most }: { lock?: boolean; most?: number } = {},
  ): Statement {
    const found = keys.map(([key]) =>
      this.isPostgresql ? this.lateral(key, most) : this.rowIds(key, most),
    );
    const { table, roles, role } = this.columns;
    const users = this.isPostgresql
      ? `u.${table.id.name} = any (array(${found.join(' union ')}))`
      : `u.rowid in (${found.join(' union ')})`;
    return {
      sql: `select ${this.record()} from ${table.name} u
        left join ${roles.name} r on r.${roles.id.name} = u.${role.name}
        where ${users} ${lock ? this.forUpdate() : ''}`,
      params: keys.flatMap(([, values]) => [JSON.stringify(values), organisationId]),
    };
  }

  /** Answers the `id` and the folded `email` of each created user. */
  insert(
    organisationId: string,
    columns: readonly { name?: CellName; column: Column }[],
    rows: readonly unknown[][],
  ): Statement {
    const { table, organisation } = this.columns;
    const values = columns.map(({ name, column }, index) =>
      this.created(name, column, `b.c${index}`),
    );
    return {
      sql: `insert into ${table.name} (${[...columns.map(({ column }) => column.name), organisation.name].join(', ')})
        select ${[...values, this.typed('?', organisation)].join(', ')} from ${this.batch(columns.length)} as b where true
        on conflict do nothing returning ${this.text(table.id.name)} as id, ${this.emailKey()} as email`,
      params: [organisationId, JSON.stringify(rows)],
    };
  }

  /** Answers the `id` of each updated user. `always`: what every update sets, by quoted column. */
  update(
    organisationId: string,
    names: readonly CellName[],
    rows: readonly (string | null)[][],
    always: readonly SetByUpdate[],
  ): Statement {
    const { table, organisation, cells } = this.columns;
    const sets = names.map((name, index) => {
      const column = cells.get(name) as Column;
      return `${column.name} = ${this.updated(name, column, `b.c${index + 1}`)}`;
    });
    const fixed = always.map(
      (one) => `${one.column.name} = ${'sql' in one ? one.sql : this.typed('?', one.column)}`,
    );
    return {
      sql: `update ${table.name} as u set ${[...sets, ...fixed].join(', ') || `${table.id.name} = u.${table.id.name}`} from (
          select *, (select own.${table.id.name} from ${table.name} own where own.${table.id.name} = ${this.typed('given.c0', table.id)}
            and own.${organisation.name} = ${this.typed('?', organisation)}) as own_id
          from ${this.batch(names.length + 1)} as given) as b
        where u.${table.id.name} = b.own_id returning ${this.text(`${this.isPostgresql ? 'u.' : ''}${table.id.name}`)} as id`,
      params: [
        ...always.flatMap((one) => ('sql' in one ? [] : [one.value])),
        organisationId,
        JSON.stringify(rows),
      ],
    };
  }

  /** The ids of users of the organisation, with one of these ids and roles. */
  withRoles(organisationId: string, ids: string[], roleIds: string[]): Statement {
    const { table, organisation, role } = this.columns;
    return {
      sql: `select ${this.text(`u.${table.id.name}`)} as id from ${table.name} u
        where u.${organisation.name} = ${this.typed('?', organisation)}
        and ${this.isOneOf(`u.${table.id.name}`, table.id)} and ${this.isOneOf(`u.${role.name}`, role)}`,
      params: [organisationId, JSON.stringify(ids), JSON.stringify(roleIds)],
    };
  }

  /** The ids of the users of the organisation with one of these roles and this status, locked. */
  lockWithRoles(organisationId: string, status: string, roleIds: string[]): Statement {
    const { table, organisation, role, cells } = this.columns;
    const kept = cells.get('status') as Column;
    return {
      sql: `select ${this.text(`u.${table.id.name}`)} as id from ${table.name} u
        where u.${organisation.name} = ${this.typed('?', organisation)} and u.${kept.name} = ${this.typed('?', kept)}
        and ${this.isOneOf(`u.${role.name}`, role)} ${this.forUpdate()}`,
      params: [organisationId, status, JSON.stringify(roleIds)],
    };
  }

  /** The role of a user of this status. */
  roleOf(organisationId: string, userId: string, status: string): Statement {
    const { table, organisation, role, cells } = this.columns;
    const kept = cells.get('status') as Column;
    return {
      sql: `select ${this.text(`u.${role.name}`)} as role from ${table.name} u
        where u.${table.id.name} = ${this.typed('?', table.id)} and u.${organisation.name} = ${this.typed('?', organisation)}
        and u.${kept.name} = ${this.typed('?', kept)}`,
      params: [userId, organisationId, status],
    };
  }

  private record(): string {
    const { table, role, roles, cells } = this.columns;
    this.recordColumns ??= [
      `u.${table.id.name} as id`,
      `u.${role.name} as role`,
      ...[...cells]
        .filter(([name]) => !FOLDED.includes(name))
        .map(([name, column]) => `u.${column.name} as "${name}"`),
      ...roles.kept().map(({ column }, index) => `r.${column.name} as r${index}`),
    ].join(', ');
    return this.recordColumns;
  }

  /**
   * One index look-up for each key. The plan of a list or a join depends on the estimated number of users: if that is
   * low, the database compares every key with every user.
   */
  private lateral(key: KeyName, most?: number): string {
    const { table, organisation } = this.columns;
    // An index on the organisation would be the wrong one for an id: `is not distinct from` uses none.
    const own = key === 'id' ? 'is not distinct from' : '=';
    return `select found.id from jsonb_array_elements_text(?::jsonb) as asked(key)
      cross join lateral (select k.${table.id.name} as id from ${table.name} k
        where k.${organisation.name} ${own} ${this.typed('?', organisation)} and ${this.key(key, 'k')} = ${this.typed('asked.key', this.keyColumn(key))}
        ${most ? `limit ${most}` : 'offset 0'}) as found`;
  }

  /** SQLite would scan all users of the organisation for an `or`, and for their ids unless the unary plus hides them. */
  private rowIds(key: KeyName, most?: number): string {
    const { table, organisation } = this.columns;
    const own = `${key === 'id' ? '+' : ''}k.${organisation.name} = ${this.typed('?', organisation)}`;
    if (!most)
      return `select k.rowid from ${table.name} k
        where ${this.key(key, 'k')} in (select value from json_each(?)) and ${own}`;
    return `select found.rowid from json_each(?) as asked join ${table.name} as found on found.rowid in
      (select k.rowid from ${table.name} k where ${own} and ${this.key(key, 'k')} = asked.value limit ${most})`;
  }

  private keyColumn(key: KeyName): Column {
    const { table, cells } = this.columns;
    return key === 'id' ? table.id : (cells.get(key) ?? (cells.get('email') as Column));
  }

  private key(key: KeyName, alias: string): string {
    return key === 'emailKey' ? this.emailKey(`${alias}.`) : `${alias}.${this.keyColumn(key).name}`;
  }

  /**
   * The folded e-mail: its column or, if the host keeps none, an expression that needs an index of its own. It folds
   * ASCII letters only, as `emailKey()`. Without the second collation no index could be used.
   */
  emailKey(prefix = ''): string {
    const { cells } = this.columns;
    const kept = cells.get('emailKey');
    if (kept) return `${prefix}${kept.name}`;
    const email = `${prefix}${cells.get('email')?.name}`;
    return this.isPostgresql ? `lower(${email} collate "C") collate "default"` : `lower(${email})`;
  }

  private created(name: CellName | undefined, column: Column, value: string): string {
    if (name === 'customFields') return this.typed(`coalesce(${value}, '{}')`, column);
    return this.typed(name && column.isNullable ? `nullif(${value}, '')` : value, column);
  }

  private updated(name: CellName, column: Column, value: string): string {
    const now = `u.${column.name}`;
    if (name === 'customFields') return this.merged(column, value);
    // An empty text means none, and null means unchanged.
    return column.isNullable
      ? `case when ${value} is null then ${now} else ${this.typed(`nullif(${value}, '')`, column)} end`
      : `coalesce(${this.typed(value, column)}, ${now})`;
  }

  private merged(column: Column, value: string): string {
    const now = `coalesce(u.${column.name}, '{}')`;
    return this.isPostgresql
      ? `(${now}::jsonb || coalesce(${value}, '{}')::jsonb)::${column.type}`
      : `json_patch(${now}, coalesce(${value}, '{}'))`;
  }

  private isOneOf(name: string, column: Column): string {
    return this.isPostgresql
      ? `${name} = any (array(select ${this.typed('key', column)} from jsonb_array_elements_text(?::jsonb) as keys(key)))`
      : `${name} in (select value from json_each(?))`;
  }

  /** A text as a value of the column. A cast to a bounded text would cut it off. */
  private typed(text: string, column: Column): string {
    if (this.isPostgresql) return isText(column) ? `${text}::text` : `(${text})::${column.type}`;
    return /int/i.test(column.type) ? `cast(${text} as integer)` : text;
  }

  private text(name: string): string {
    return `cast(${name} as text)`;
  }

  private batch(columns: number): string {
    return this.db.dialect.batch(
      Object.fromEntries(
        Array.from({ length: columns }, (_, index) => [`c${index}`, 'text']),
      ) as BatchColumns,
    );
  }

  private forUpdate(): string {
    return this.isPostgresql ? `order by u.${this.columns.table.id.name} for update of u` : '';
  }
}
