/** A column of a JSON batch: its name and SQL type. */
export type BatchColumns = Record<string, 'text' | 'integer' | 'bigint'>;

/** A row of a JSON batch. */
export type BatchRow<Columns extends BatchColumns> = {
  [Name in keyof Columns]: Columns[Name] extends 'text' ? string : number;
};

/**
 * The differences between the two databases, as SQL text with parameters `?`. All other SQL is the same for both.
 */
export interface Dialect {
  /** Milliseconds since 1970 by the database's clock, because leases must not depend on the clock of a worker. */
  now: string;
  /** The statement with its parameters `?` as this database writes them, such as `$1`. */
  numbered(sql: string): string;
  /** A table expression over one parameter: a JSON array of arrays, one inner array a row. */
  batch(columns: BatchColumns): string;
  /** Whether the parameter is a substring of this column. It has no wildcards. */
  contains(column: string): string;
  /** Whether this column of bytes contains one of `count` parameters, which are bytes too. */
  containsBytes(column: string, count: number): string;
  /** The values of a group, with commas between them. */
  joined(column: string): string;
  /** A JSON array of the rows of a group, each an array of these columns, in the order of `by`. */
  rowsOf(columns: readonly string[], by: string): string;
  /** Whether the column is one of the numbers of the parameter, a JSON array. */
  isOneOf(column: string): string;
  /** Bytes of the database file that are free for new rows, as far as they are known. */
  freeBytes: string;
  /** Whether all deleted data is overwritten from now on, or only where that costs no more writing. */
  overwriteDeleted?(isOn: boolean): string;
  /** Moves the log into the database file and empties it. Returns whether it was `busy`. */
  emptyLog?: string;
  /** Locks the one parameter, a name, until this transaction ends. Empty if only one transaction can write at a time. */
  lockName: string;
  /** Whether a statement blocks this process while it runs. */
  isInProcess: boolean;
  /** The recommended number of concurrent writing transactions of one process. */
  writers: number;
  /** Ends the definition of a table that is only read by its primary key, so that it can be stored in that order. */
  keptByKey: string;
  /** The definition of an auto-increment primary key. */
  serial: string;
  /** The type of bytes. */
  bytes: string;
  /** Keeps the planner from statistics of this column. */
  withoutStatistics?(table: string, column: string): string;
  /** Stores long texts of this column as they are. */
  uncompressed?(table: string, column: string): string;
}
