import type { Dialect } from './dialect.js';

export const POSTGRESQL: Dialect = {
  now: '(extract(epoch from statement_timestamp()) * 1000)::bigint',
  numbered: (sql) => {
    let parameters = 0;
    return sql.replaceAll('?', () => `$${(parameters += 1)}`);
  },
  // As jsonb, because json is parsed again for each column.
  batch: (columns) =>
    `(select ${Object.entries(columns)
      .map(([name, type], index) => `(value->>${index})::${type} as ${name}`)
      .join(', ')} from jsonb_array_elements(?::jsonb))`,
  contains: (column) => `strpos(${column}, ?) > 0`,
  // Concatenated, because the bytes would be read from their own table again for each parameter.
  containsBytes: (column, count) =>
    `exists (select from (select ${column} || ''::bytea as bytes offset 0) as whole where ${Array.from(
      { length: count },
      () => 'position(?::bytea in bytes) > 0',
    ).join(' or ')})`,
  joined: (column) => `string_agg(${column}::text, ',')`,
  rowsOf: (columns, by) => `json_agg(json_build_array(${columns.join(', ')}) order by ${by})::text`,
  // As an array, which uses the index. A join would be planned by the size of other loads.
  isOneOf: (column) =>
    `${column} = any (array(select jsonb_array_elements_text(?::jsonb)::integer))`,
  lockName: 'select pg_advisory_xact_lock(hashtextextended(?, 0))',
  freeBytes: '0',
  isInProcess: false,
  // While the database works on one chunk, this process works on another.
  writers: 4,
  keptByKey: '',
  serial: 'bigserial primary key',
  bytes: 'bytea',
  withoutStatistics: (table, column) =>
    `alter table ${table} alter column ${column} set statistics 0`,
  uncompressed: (table, column) =>
    `alter table ${table} alter column ${column} set storage external`,
};
