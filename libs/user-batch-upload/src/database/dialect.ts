/** A column of a JSON batch: its name and SQL type. */
export type BatchColumns = Record<string, 'text' | 'integer' | 'bigint'>;

/** A row of a JSON batch. */
export type BatchRow<Columns extends BatchColumns> = {
  [Name in keyof Columns]: Columns[Name] extends 'text' ? string : number;
};

/** All that differs between the two databases. Everything else is SQL that both read alike. */
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
  /** Appended to a select: take the rows for this transaction, pass over those that another one holds. */
  skipLocked: string;
  /** Appended to a select: hold the rows until this transaction ends. */
  forUpdate: string;
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
}

export const SQLITE: Dialect = {
  now: `cast(unixepoch('subsec') * 1000 as integer)`,
  numbered: (sql) => sql,
  // Each limit keeps what is inside from being worked out again: a row for each column, the batch for each joined row.
  batch: (columns) =>
    `(select ${Object.keys(columns)
      .map((name, index) => `json_extract(row, '$[${index}]') as ${name}`)
      .join(', ')} from (select jsonb(value) as row from json_each(?) limit -1) limit -1)`,
  contains: (column) => `instr(${column}, ?) > 0`,
  joined: (column) => `group_concat(${column})`,
  isOneOf: (column) => `${column} in (select value from json_each(?))`,
  skipLocked: '',
  forUpdate: '',
  overwriteDeleted: 'pragma secure_delete = on',
  emptyLog: 'pragma wal_checkpoint(truncate)',
  lockName: '',
  freeBytes: '(select freelist_count * page_size from pragma_freelist_count, pragma_page_size)',
  isInProcess: true,
  writers: 1,
  keptByKey: 'without rowid',
  serial: 'integer not null primary key autoincrement',
  bytes: 'blob',
};

export const POSTGRESQL: Dialect = {
  now: '(extract(epoch from statement_timestamp()) * 1000)::bigint',
  numbered: (sql) => {
    let parameters = 0;
    return sql.replaceAll('?', () => `$${(parameters += 1)}`);
  },
  // As jsonb, since json is parsed again for each column that is taken from it.
  batch: (columns) =>
    `(select ${Object.entries(columns)
      .map(([name, type], index) => `(value->>${index})::${type} as ${name}`)
      .join(', ')} from jsonb_array_elements(?::jsonb))`,
  contains: (column) => `strpos(${column}, ?) > 0`,
  joined: (column) => `string_agg(${column}::text, ',')`,
  // As an array, which is looked up by index; a join would be planned by how large other loads are.
  isOneOf: (column) =>
    `${column} = any (array(select jsonb_array_elements_text(?::jsonb)::integer))`,
  skipLocked: 'for update skip locked',
  forUpdate: 'for update',
  lockName: 'select pg_advisory_xact_lock(hashtextextended(?, 0))',
  freeBytes: '0',
  isInProcess: false,
  // While the database works on some chunks, this process works on others.
  writers: 4,
  keptByKey: '',
  serial: 'bigserial primary key',
  bytes: 'bytea',
};
