import { EntityManager, TransactionContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { CompiledQuery, type QueryResult } from 'kysely';
import { type BatchColumns, type Dialect, POSTGRESQL, SQLITE } from './dialect.js';

/**
 * The library's tables, by set-based SQL through the host's `EntityManager`. What runs inside
 * `transaction()` shares one transaction with the host's ports, whose injected entity manager finds it too.
 * Parameters are bound: `em.execute()` would write a chunk of rows into the statement's text.
 */
@Injectable()
export class Database {
  readonly dialect: Dialect;
  private readonly em: SqlEntityManager;

  constructor(em: EntityManager) {
    this.em = em as SqlEntityManager;
    this.dialect = dialectOf(this.em);
  }

  async query<Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> {
    return (await this.send<Row>(sql, params)).rows;
  }

  /** The number of rows that the statement changed. */
  async run(sql: string, params: unknown[] = []): Promise<number> {
    return Number((await this.send(sql, params)).numAffectedRows ?? 0);
  }

  /** Inserts all rows with one statement, whatever their number. `shared`: what is the same in each of them. */
  async insertAll(
    table: string,
    columns: BatchColumns,
    rows: readonly unknown[][],
    shared: Record<string, string | number> = {},
  ): Promise<void> {
    if (rows.length === 0) return;
    const sharedValues = Object.values(shared).map((value) =>
      typeof value === 'number' ? 'cast(? as bigint)' : 'cast(? as text)',
    );
    const names = Object.keys(columns);
    await this.run(
      `insert into ${table} (${[...Object.keys(shared), ...names].join(', ')})
       select ${[...sharedValues, ...names].join(', ')} from ${this.dialect.batch(columns)} as batch`,
      [...Object.values(shared), JSON.stringify(rows)],
    );
  }

  transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (TransactionContext.getEntityManager()) return work();
    return this.em.fork().transactional(work);
  }

  private async send<Row>(sql: string, params: unknown[]): Promise<QueryResult<Row>> {
    const query = CompiledQuery.raw(this.dialect.numbered(sql), params);
    // Between two statements whatever else this process has to do gets its turn.
    if (this.dialect.isInProcess) await new Promise((resolve) => setImmediate(resolve));
    try {
      return (await this.em.getKysely().executeQuery(query)) as QueryResult<Row>;
    } catch (error) {
      throw this.em
        .getPlatform()
        .getExceptionConverter()
        .convertException(error as Error);
    }
  }

  /** A part of the transaction that may fail by itself. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.em.transactional(work, { propagation: 'nested' });
  }
}

export function dialectOf(em: SqlEntityManager): Dialect {
  return em.getPlatform().constructor.name.startsWith('Postgre') ? POSTGRESQL : SQLITE;
}
