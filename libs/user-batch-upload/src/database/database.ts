import { BigIntType, EntityManager, TransactionContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type Compilable,
  CompiledQuery,
  type Kysely,
  type QueryResult,
  type RawBuilder,
  sql,
} from 'kysely';
import type { BatchColumns, BatchRow, Dialect } from './dialect.js';
import { dialectOf } from './dialect-of.js';
import { tableNames, UseTableNames } from './table-names.js';
import { TABLES, type Tables } from './tables.js';

/** Tables with a row for each line of a load. */
type LineTable = 'batch_upload_row' | 'batch_upload_row_check';

/** Builds a query over the library's tables. */
type Build<Row> = (tables: Kysely<Tables>) => Compilable<Row>;

/**
 * The library's tables, by typed queries through the host's `EntityManager`. What runs inside
 * `transaction()` shares one transaction with the host's ports, whose injected entity manager finds it too.
 * Parameters are bound: `em.execute()` would write a chunk of rows into the statement's text.
 */
@Injectable()
export class Database implements OnModuleInit {
  /** How the SQL of this database differs. A host's ports may use it. */
  readonly dialect: Dialect;
  /** Milliseconds since 1970 by the database's clock. */
  readonly now: RawBuilder<number>;
  private readonly em: SqlEntityManager;
  private useTableNames?: UseTableNames;

  constructor(em: EntityManager) {
    this.em = em as SqlEntityManager;
    this.dialect = dialectOf(this.em);
    this.now = sql.raw(this.dialect.now);
  }

  /** Throws if the host's ORM does not know the library's tables. */
  onModuleInit(): void {
    this.useTableNames = new UseTableNames(tableNames(this.em));
  }

  /** Whether a row can be locked. If not, a transaction locks the whole database. */
  get locksRows(): boolean {
    return !this.dialect.isInProcess;
  }

  /** The rows of a query over the library's tables. */
  async all<Row>(build: Build<Row>): Promise<Row[]> {
    return (await this.built(build)).rows;
  }

  /** The first of these rows. Undefined if there is none. */
  async first<Row>(build: Build<Row>): Promise<Row | undefined> {
    const [row] = await this.all(build);
    return row;
  }

  /** The number of rows that the statement changed. */
  async change(build: Build<unknown>): Promise<number> {
    return Number((await this.built(build)).numAffectedRows ?? 0);
  }

  /**
   * For a host's ports: a statement over the host's own tables, with `?` for each parameter, which is bound. Types are
   * the driver's: PostgreSQL gives `bigint` as text.
   */
  async query<Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const query = CompiledQuery.raw(this.dialect.numbered(sql), params) as CompiledQuery<Row>;
    return (await this.execute(query, this.em.getKysely<Tables>())).rows;
  }

  /** A table expression: a row for each of these, in one parameter whatever their number. */
  batch<Columns extends BatchColumns>(
    columns: Columns,
    rows: readonly unknown[][],
  ): RawBuilder<BatchRow<Columns>> {
    return fragment(this.dialect.batch(columns), JSON.stringify(rows));
  }

  /**
   * Inserts all rows, with one statement if their texts are not unusually long. `shared`: values that all rows share.
   * `computed`: an expression for a column, instead of its text in the batch (`batch.COLUMN`).
   */
  async insertBatch<Table extends keyof Tables, Column extends keyof Tables[Table] & string>(
    table: Table,
    columns: Record<Column, BatchColumns[string]>,
    rows: readonly unknown[][],
    shared: { [Name in keyof Tables[Table]]?: string | number } = {},
    computed: { [Name in Column]?: RawBuilder<unknown> } = {},
  ): Promise<void> {
    const names = Object.keys(columns);
    const sharedNames = Object.keys(shared);
    const values = [
      ...Object.values<string | number | undefined>(shared).map((value) =>
        typeof value === 'number' ? sql`cast(${value} as bigint)` : sql`cast(${value} as text)`,
      ),
      ...names.map((name) => computed[name as Column] ?? sql.ref(name)),
    ];
    for (const some of statements(rows))
      await this.change((tables) => ({
        compile: () =>
          sql`insert into ${sql.table(table)} (${sql.join([...sharedNames, ...names].map((name) => sql.ref(name)))})
            select ${sql.join(values)} from ${this.batch(columns, some)} as batch`.compile(tables),
      }));
  }

  /** Updates the rows of these lines of a load. `columns`: `line` and the columns to set, in the order of each of `rows`. */
  async updateLines<Table extends LineTable>(
    table: Table,
    columns: { line: 'integer' } & Partial<Record<keyof Tables[Table], BatchColumns[string]>>,
    rows: readonly unknown[][],
    loadId: string,
  ): Promise<void> {
    const names = Object.keys(columns);
    const set = names
      .filter((name) => name !== 'line')
      .map((name) => sql`${sql.ref(name)} = ${sql.ref(`batch.${name}`)}`);
    for (const some of statements(rows))
      await this.change((tables) => ({
        compile: () =>
          sql`update ${sql.table(table)} set ${sql.join(set)}
            from ${this.batch(columns as BatchColumns, some)} as batch
            where ${sql.ref(`${table}.load_id`)} = ${loadId}
            and ${sql.ref(`${table}.line`)} = ${sql.ref('batch.line')}`.compile(tables),
      }));
  }

  /** Whether the text is a substring of the column. It has no wildcards. */
  contains(column: string, text: string): RawBuilder<boolean> {
    return fragment(this.dialect.contains(column), text);
  }

  /** Whether the column of bytes contains one of these, at any place. */
  containsBytes(column: string, some: readonly Buffer[]): RawBuilder<boolean> {
    return fragment(this.dialect.containsBytes(column, some.length), ...some);
  }

  /** Whether the column is one of these numbers. */
  isOneOf(column: string, numbers: readonly number[]): RawBuilder<boolean> {
    return fragment(this.dialect.isOneOf(column), JSON.stringify(numbers));
  }

  /** Bytes of the database file that are free for new rows, as far as they are known. */
  async freeBytes(): Promise<number> {
    const free = await this.first((tables) =>
      tables.selectNoFrom(sql.raw<number | string>(this.dialect.freeBytes).as('bytes')),
    );
    return Number(free?.bytes ?? 0);
  }

  /** Locks the name until this transaction ends. Does nothing on SQLite, which has one writing transaction at a time. */
  async lockName(name: string): Promise<void> {
    const { lockName } = this.dialect;
    if (lockName) await this.query(lockName, [name]);
  }

  /** Whether all deleted data is overwritten from now on, or only where that costs no more writing. */
  async overwriteDeleted(isOn: boolean): Promise<void> {
    if (this.dialect.overwriteDeleted) await this.query(this.dialect.overwriteDeleted(isOn));
  }

  /** Moves the log into the database file. Resolves to false if a reader prevents it. */
  async emptyLog(): Promise<boolean> {
    const { emptyLog } = this.dialect;
    if (!emptyLog) return true;
    const [log] = await this.query<{ busy: number }>(emptyLog);
    return log?.busy !== 1;
  }

  /** Runs the work in the open transaction, or in a new one. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (TransactionContext.getEntityManager()) return work();
    return this.em.fork().transactional(work);
  }

  /** Every statement goes through here. Throws MikroORM's exceptions, not the driver's. */
  async execute<Row>(query: CompiledQuery<Row>, over: Kysely<Tables>): Promise<QueryResult<Row>> {
    // Gives the other work of this process a turn between two statements.
    if (this.dialect.isInProcess) await new Promise((resolve) => setImmediate(resolve));
    try {
      return await over.executeQuery(query);
    } catch (error) {
      throw this.em
        .getPlatform()
        .getExceptionConverter()
        .convertException(error as Error);
    }
  }

  private async built<Row>(build: Build<Row>): Promise<QueryResult<Row>> {
    const tables = this.tables();
    const result = await this.execute(build(tables).compile(), tables);
    // PostgreSQL's driver returns bigint as text.
    if (!this.dialect.isInProcess) asNumbers(result.rows as Record<string, unknown>[]);
    return result;
  }

  private tables(): Kysely<Tables> {
    const tables = this.em.getKysely<Tables>();
    this.useTableNames ??= new UseTableNames(tableNames(this.em));
    return this.useTableNames.isNeeded ? tables.withPlugin(this.useTableNames) : tables;
  }

  /**
   * Runs reading work of rules and ports in the transaction. Call `restore` after a failed statement: until then,
   * PostgreSQL runs no more statements of the transaction.
   */
  async restorable<Result>(
    work: (restore: () => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    if (this.dialect.isInProcess) return work(async () => undefined);
    const restore = async () => void (await this.query('rollback to savepoint before_work'));
    await this.query('savepoint before_work');
    const result = await work(restore);
    // Where a statement failed and nobody called `restore`, this fails too.
    await this.query('release savepoint before_work').catch(restore);
    return result;
  }

  /** Runs a part of the transaction that may fail without ending it. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.em.transactional(work, { propagation: 'nested' });
  }
}

/** Characters of the texts that one statement inserts. */
const STATEMENT_CHARACTERS = 500_000;

/** The rows in groups whose texts are not too long for one statement. */
function* statements(rows: readonly unknown[][]): Generator<readonly unknown[][]> {
  let begin = 0;
  let characters = 0;
  for (let at = 0; at < rows.length; at += 1) {
    if (characters >= STATEMENT_CHARACTERS) {
      yield rows.slice(begin, at);
      begin = at;
      characters = 0;
    }
    for (const value of rows[at] as unknown[])
      if (typeof value === 'string') characters += value.length;
  }
  if (begin < rows.length) yield rows.slice(begin);
}

/** SQL text with parameters `?` as a part of a query. */
const fragment = <Type>(text: string, ...params: unknown[]): RawBuilder<Type> =>
  sql<Type>(text.split('?') as unknown as TemplateStringsArray, ...params);

const BIGINTS = TABLES.flatMap(({ meta }) =>
  Object.entries(meta.properties)
    .filter(([, { type }]) => (type as unknown) instanceof BigIntType)
    .map(([name]) => name),
);

function asNumbers(rows: Record<string, unknown>[]): void {
  const [first] = rows;
  if (!first) return;
  const bigints = BIGINTS.filter((name) => name in first);
  for (const row of rows)
    for (const name of bigints) if (row[name] !== null) row[name] = Number(row[name]);
}
