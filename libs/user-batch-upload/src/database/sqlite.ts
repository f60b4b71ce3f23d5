import type { Dialect } from './dialect.js';

export const SQLITE: Dialect = {
  now: `cast(unixepoch('subsec') * 1000 as integer)`,
  numbered: (sql) => sql,
  // Each limit keeps SQLite from evaluating the inner query again, for each column or for each joined row.
  batch: (columns) =>
    `(select ${Object.keys(columns)
      .map((name, index) => `json_extract(row, '$[${index}]') as ${name}`)
      .join(', ')} from (select jsonb(value) as row from json_each(?) limit -1) limit -1)`,
  contains: (column) => `instr(${column}, ?) > 0`,
  containsBytes: (column, count) =>
    `(${Array.from({ length: count }, () => `instr(${column}, ?) > 0`).join(' or ')})`,
  joined: (column) => `group_concat(${column})`,
  rowsOf: (columns, by) => `json_group_array(json_array(${columns.join(', ')}) order by ${by})`,
  isOneOf: (column) => `${column} in (select value from json_each(?))`,
  overwriteDeleted: (isOn) => `pragma secure_delete = ${isOn ? 'on' : 'fast'}`,
  emptyLog: 'pragma wal_checkpoint(truncate)',
  lockName: '',
  freeBytes: '(select freelist_count * page_size from pragma_freelist_count, pragma_page_size)',
  isInProcess: true,
  writers: 1,
  keptByKey: 'without rowid',
  serial: 'integer not null primary key autoincrement',
  bytes: 'blob',
};
