import { expect, test } from '@jest/globals';
import { columnsOf } from '../columns/column.js';
import { looseInternalId } from '../columns/internal-id.js';
import type { SimilarKeys, UserRecord, Users } from '../ports/users.port.js';
import { matchRows } from './match-rows.js';
import { findSimilarUsers } from './similar-users.js';

const HEADERS = ['Internal ID', 'Email Address', 'Mobile Phone'];
const user = (internalId: string) =>
  ({ id: internalId, email: `${internalId}@x.example`, internalId }) as UserRecord;

async function find(known: UserRecord[], ...rows: string[][]) {
  const questions: SimilarKeys[] = [];
  const users = {
    findByKeys: async () => [],
    findSimilar: async (_organisationId: string, keys: SimilarKeys) => {
      questions.push(keys);
      return known;
    },
  } as unknown as Users;
  const scope = {
    organisationId: 'o',
    columns: columnsOf([]),
    headers: HEADERS,
    isWorkbook: false,
  };
  const matched = await matchRows(
    rows.map((cells, index) => ({ line: index + 2, cells, extraCells: [] })),
    scope,
    users,
  );
  const similar = await findSimilarUsers(matched, 'o', users);
  return { questions, similar, suggestions: matched.map(({ problem }) => problem?.suggestion) };
}

test('all rows that match nobody are one question, with each key once', async () => {
  const { questions } = await find(
    [],
    ['00731', 'a@x.example', '5551234567'],
    ['731', 'b@x.example', '5551234567'],
    ['EMP-9', '', '5559999999'],
  );
  expect(questions).toEqual([{ looseInternalIds: ['731', 'emp9'], mobilePhones: ['5551234567'] }]);
});

test('a phone that a host can’t ask its database for is no key', async () => {
  const { questions } = await find([], ['', 'a@x.example', '555\0'], ['', 'b@x.example', '#N/A']);
  expect(questions).toEqual([]);
});

test('no key is no question', async () => {
  expect((await find([], ['', 'a@x.example', ''])).questions).toEqual([]);
});

test('an Internal ID that is nearly those of two users has no suggestion', async () => {
  const row = ['731', '', ''];
  expect((await find([user('00731')], row)).suggestions).toEqual(['00731']);
  expect((await find([user('00731'), user('0-731')], row)).suggestions).toEqual([undefined]);
});

test('a port without the method declines', async () => {
  const users = { findByKeys: async () => [] } as unknown as Users;
  const scope = {
    organisationId: 'o',
    columns: columnsOf([]),
    headers: HEADERS,
    isWorkbook: false,
  };
  const rows = await matchRows([{ line: 2, cells: ['731', '', ''], extraCells: [] }], scope, users);
  expect(await findSimilarUsers(rows, 'o', users)).toEqual([]);
  expect(rows[0]?.problem?.suggestion).toBeUndefined();
});

test.each([
  ['00731', '731'],
  ['EMP-9', 'emp9'],
  ['emp – 9', 'emp9'],
  ['EMP-009', 'emp009'],
  ['000', '0'],
  ['-', '-'],
  ['É-1', 'É1'],
])('%j is folded to %j', (id, folded) => {
  expect(looseInternalId(id)).toBe(folded);
});
