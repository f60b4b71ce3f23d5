import type { DatabaseConnection, QueryResult } from 'kysely';

const NOTHING: QueryResult<never> = { rows: [] };

/**
 * Kysely 0.29 never releases a connection if the `begin` of a transaction or its rollback fails. SQLite has only one
 * connection. So a failed `begin` (read-only, busy, gone) surfaces with the next statement instead, and a rollback
 * never fails: either the connection is gone, or SQLite has already rolled back on a full disk.
 */
export function endTransactions(connection: DatabaseConnection): Promise<void> {
  const execute = connection.executeQuery.bind(connection);
  let failure: unknown;
  connection.executeQuery = async <Row>(
    ...[query, options]: Parameters<DatabaseConnection['executeQuery']>
  ): Promise<QueryResult<Row>> => {
    if (query.sql === 'rollback') {
      const isBegun = failure === undefined;
      failure = undefined;
      return isBegun ? execute<Row>(query, options).catch(() => NOTHING) : NOTHING;
    }
    if (failure !== undefined) throw failure;
    if (!/^(begin|start transaction)\b/.test(query.sql)) return execute<Row>(query, options);
    return execute<Row>(query, options).catch((error: unknown) => {
      failure = error;
      return NOTHING;
    });
  };
  return Promise.resolve();
}
