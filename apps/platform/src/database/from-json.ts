/** A JSON column as a raw statement answers it: PostgreSQL parses it, SQLite gives its text. */
export const fromJson = <Value>(value: Value | string): Value =>
  typeof value === 'string' ? (JSON.parse(value) as Value) : value;
