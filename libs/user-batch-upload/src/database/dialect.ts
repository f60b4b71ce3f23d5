/** A column of a JSON batch: its name and SQL type. */
export type BatchColumns = Record<string, 'text' | 'integer' | 'bigint'>;

/** A row of a JSON batch. */
export type BatchRow<Columns extends BatchColumns> = {
  [Name in keyof Columns]: Columns[Name] extends 'text' ? string : number;
};

/**
 * All that differs between the two databases, as SQL text with parameters `?`. Everything else is SQL that both read
 * alike.
 */
export interface Dialect {
  /** Milliseconds since 1970 by the database's clock: leases must not depend on a worker's. */
  now: string;
  /** The statement with its parameters `?` as this database counts them. */
  numbered(sql: string): string;
  /** A table expression over one parameter: a JSON array of arrays, one inner array a row. */
  batch(columns: BatchColumns): string;
  /** Is the one parameter a substring of this column? Nothing in it is a wildcard. */
  contains(column: string): string;
  /** The values of a group, with commas between them. */
  joined(column: string): string;
  /** Is the column one of the numbers in the one parameter, a JSON array? */
  isOneOf(column: string): string;
  /** Bytes of the database file that are free for new rows, as far as they are known. */
  freeBytes: string;
  /** Makes what is deleted from now on unreadable in the files of the database. */
  overwriteDeleted?: string;
  /** Moves the log into the database file and empties it. Answers whether it was `busy`. */
  emptyLog?: string;
  /** Waits for the one parameter, a name, until this transaction ends. Empty where transactions write one by one. */
  lockName: string;
  /** Does a statement block this process for its length? */
  isInProcess: boolean;
  /** Transactions that one process may well have write at the same time. */
  writers: number;
  /** Ends the definition of a table that is only reached by its primary key, and may be kept in its order. */
  keptByKey: string;
  /** The definition of a primary key that the database counts up by itself. */
  serial: string;
  /** The type of bytes. */
  bytes: string;
  /** Keeps the planner from statistics of this column. */
  withoutStatistics?(table: string, column: string): string;
}
