import type { EntityManager } from '@mikro-orm/core';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../database/database.js';

/** What MikroORM asks of a connection. A statement of a transaction has its context as the fourth argument. */
interface Connection {
  execute(...args: unknown[]): unknown;
  getClient(...args: unknown[]): unknown;
}

/** A port that takes longer is not checked. */
const PATIENCE_MS = 5_000;

/**
 * Whether a port sends statements outside of the transaction in which it is called, as a fork of the entity manager
 * does. Blocks the statement, because on SQLite it would wait for the transaction forever.
 */
export async function leavesTransaction(
  em: EntityManager,
  db: Database,
  ask: () => Promise<unknown>,
): Promise<boolean> {
  const asking = new AsyncLocalStorage<{ hasLeft: boolean }>();
  const state = { hasLeft: false };
  const connection = em.getDriver().getConnection() as unknown as Connection;
  const { execute, getClient } = connection;
  const refuse = (): void => {
    const asked = asking.getStore();
    if (!asked) return;
    asked.hasLeft = true;
    throw new Error('A statement outside of the transaction.');
  };
  connection.execute = function (...args) {
    if (args[3] === undefined) refuse();
    return execute.apply(this, args);
  };
  connection.getClient = function (...args) {
    refuse();
    return getClient.apply(this, args);
  };
  const undone = new Error('undone');
  try {
    await db.transaction(async () => {
      await Promise.race([
        asking.run(state, ask),
        new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref()),
      ]);
      throw undone;
    });
  } catch {
    // The port may refuse an organisation that does not exist. What matters is how it queries the database.
  } finally {
    Reflect.deleteProperty(connection, 'execute');
    Reflect.deleteProperty(connection, 'getClient');
  }
  return state.hasLeft;
}
