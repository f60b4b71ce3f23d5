import { jest } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Database } from 'user-batch-upload';

/** Counts every statement that is sent to the database, but for the begin and end of transactions. */
export function countStatements(em: SqlEntityManager): { count(): number; stop(): void } {
  const spies = [
    jest.spyOn(em.getConnection(), 'execute'),
    jest.spyOn(Database.prototype, 'execute'),
  ];
  return {
    count: () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0),
    stop: () => spies.forEach((spy) => spy.mockRestore()),
  };
}
