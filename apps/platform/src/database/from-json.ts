/** Parses a JSON column from a raw statement. PostgreSQL returns it parsed, SQLite as text. */
export const fromJson = <Value>(value: Value | string): Value =>
  typeof value === 'string' ? (JSON.parse(value) as Value) : value;
