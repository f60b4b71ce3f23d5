import { TableNotFoundException } from '@mikro-orm/core';
import type { CellName } from './user-columns.js';
import type { HostUsers } from './host-users.js';

interface Index {
  is_unique: number | boolean;
  /** The first two columns or expressions. */
  first: string | null;
  second: string | null;
  definition: string | null;
}

const POSTGRESQL = `select indisunique as is_unique, pg_get_indexdef(indexrelid, 1, true) as first,
  pg_get_indexdef(indexrelid, 2, true) as second, null as definition
  from pg_index where indrelid = ?::regclass and indpred is null`;

// SQLite names no expression of an index: its definition has it.
const SQLITE = `select l."unique" as is_unique,
  (select name from pragma_index_info(l.name) where seqno = 0) as first,
  (select name from pragma_index_info(l.name) where seqno = 1) as second,
  (select sql from sqlite_master where name = l.name) as definition
  from pragma_index_list(?) l where not l.partial`;

/** A look-up needs an index on the organisation and its key, or on the key alone. */
interface LookUp {
  name: CellName;
  isUnique: boolean;
}

/** The missing table or indexes of the users' look-ups, each in one line that says how to make it. */
export async function missingIndexes(users: HostUsers): Promise<string[]> {
  const { db, columns, statements } = users;
  const { table, organisation, cells } = columns;
  if (!(await hasTable(users)))
    return [`The table ${table.meta.tableName} does not exist. Run your migrations.`];
  const platform = users.em.getPlatform();
  const indexes = await db.query<Index>(db.locksRows ? POSTGRESQL : SQLITE, [
    db.locksRows ? table.name : table.meta.tableName,
  ]);
  const lookUps: LookUp[] = [
    { name: cells.has('emailKey') ? 'emailKey' : 'email', isUnique: true },
    { name: 'internalId', isUnique: true },
  ];
  if (cells.has('looseInternalId'))
    lookUps.push(
      { name: 'looseInternalId', isUnique: false },
      { name: 'mobilePhone', isUnique: false },
    );
  return lookUps.flatMap(({ name, isUnique }) => {
    const field = cells.get(name)?.field ?? '';
    const isExpression = name === 'email';
    const isKey = (column: string | null, definition: string | null): boolean =>
      isExpression
        ? /lower\(/i.test(column ?? definition ?? '') &&
          (column ?? definition ?? '').includes(field)
        : unquoted(column) === field;
    const serves = indexes.some(({ is_unique, first, second, definition }) => {
      if (isUnique && !is_unique) return false;
      if (isKey(first, definition) && (second === null || unquoted(second) === organisation.field))
        return true;
      return unquoted(first) === organisation.field && isKey(second, definition);
    });
    if (serves) return [];
    const key = isExpression ? `(${statements.emailKey()})` : cells.get(name)?.name;
    // SQLite needs a name. One index may already be on the e-mail as it is.
    const index = platform.getIndexName(
      table.meta.tableName,
      [organisation.field, isExpression ? `lower_${field}` : field],
      isUnique ? 'unique' : 'index',
    );
    return [
      `Users have no ${isUnique ? 'unique ' : ''}index for their look-up by ${users.mapping.users[name]}. Add it by a migration: create ${isUnique ? 'unique ' : ''}index ${platform.quoteIdentifier(index)} on ${table.name} (${organisation.name}, ${key});`,
    ];
  });
}

/** SQLite has no indexes for a table that it does not have, and no error either. */
async function hasTable({ db, columns }: HostUsers): Promise<boolean> {
  try {
    await db.query(`select 1 from ${columns.table.name} limit 0`);
    return true;
  } catch (error) {
    if (error instanceof TableNotFoundException) return false;
    throw error;
  }
}

const unquoted = (name: string | null): string | undefined => name?.replaceAll('"', '');
