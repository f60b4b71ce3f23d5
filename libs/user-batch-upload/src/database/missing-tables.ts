import { InvalidFieldNameException, TableNotFoundException } from '@mikro-orm/core';
import type { Database } from './database.js';
import { TABLES, type Tables } from './tables.js';

/** The first table that is missing or lacks a column: the library's migrations have not all run. */
export async function missingTable(db: Database): Promise<string | undefined> {
  for (const { meta } of TABLES)
    try {
      await db.all((tables) =>
        tables
          .selectFrom(meta.tableName as keyof Tables)
          .select(Object.keys(meta.properties) as never[])
          .limit(0),
      );
    } catch (error) {
      if (error instanceof TableNotFoundException || error instanceof InvalidFieldNameException)
        return meta.tableName;
      throw error;
    }
  return undefined;
}
