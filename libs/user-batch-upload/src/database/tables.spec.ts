import { expect, test } from '@jest/globals';
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './tables.js';

const tables = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** `npm run typecheck` fails where one of these lines does compile. */
test('a misspelt table or column, a missing value and a wrong type do not compile', () => {
  const queries = [
    // @ts-expect-error There is no such table.
    tables.selectFrom('batch_upload_lode').selectAll(),
    // @ts-expect-error There is no such column.
    tables.selectFrom('batch_upload_load').select('file_nam'),
    // @ts-expect-error There is no such column.
    tables.updateTable('batch_upload_load').set({ stattus: 'STAGED' }),
    // @ts-expect-error There is no such status.
    tables.selectFrom('batch_upload_load').select('id').where('status', '=', 'STAGGED'),
    // @ts-expect-error A line is a number.
    tables.selectFrom('batch_upload_row').select('line').where('line', '=', 'two'),
    // @ts-expect-error A row has cells.
    tables.insertInto('batch_upload_row').values({ load_id: 'l', line: 2, search: '' }),
  ];
  expect(queries.map((query) => query.compile().sql)).toHaveLength(6);
});
