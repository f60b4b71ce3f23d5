import { jest } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Database } from 'user-batch-upload';
import { Sweeper } from '../../libs/user-batch-upload/src/worker/sweeper.js';

/** Deliveries run beside a load, at times of their own. */
const IS_DELIVERY = /batch_upload_delivery|fanned_out"? = /;

/** Counts the statements of requests and loads, without begin and end of transactions. */
export function countStatements(em: SqlEntityManager): { count(): number; stop(): void } {
  const byOrm = jest.spyOn(em.getConnection(), 'execute');
  const byLibrary = jest.spyOn(Database.prototype, 'execute');
  // So do sweeps. On a slow machine several of them fall into one load.
  const sweeps = jest
    .spyOn(Sweeper.prototype as unknown as { sweep(): Promise<void> }, 'sweep')
    .mockResolvedValue();
  return {
    count: () =>
      byOrm.mock.calls.length +
      byLibrary.mock.calls.filter(([{ sql }]) => !IS_DELIVERY.test(sql)).length,
    stop: () => {
      byOrm.mockRestore();
      byLibrary.mockRestore();
      sweeps.mockRestore();
    },
  };
}
