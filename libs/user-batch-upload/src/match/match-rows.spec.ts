import { expect, test } from '@jest/globals';
import { columnsOf } from '../columns/column.js';
import type { UserKeys, UserRecord, Users } from '../ports/users.port.js';
import { matchRows } from './match-rows.js';

const HEADERS = ['Internal ID', 'Email Address'];
const user = (id: string, email: string, internalId = '') =>
  ({ id, email, internalId, firstName: id, lastName: '' }) as UserRecord;
const KNOWN = [
  user('Ana', 'ana@northwind.example', 'N-1'),
  user('Ben', 'ben@northwind.example', 'N-2'),
  user('Cem', 'cem@northwind.example'),
];

async function match(...rows: [internalId: string, email: string][]) {
  const questions: UserKeys[] = [];
  const users = {
    findByKeys: async (_organisationId: string, keys: UserKeys) => {
      questions.push(keys);
      return KNOWN.filter(
        ({ email, internalId }) =>
          keys.emailKeys?.includes(email) || keys.internalIds?.includes(internalId),
      );
    },
  } as unknown as Users;
  const matched = await matchRows(
    rows.map((cells, index) => ({ line: index + 2, cells, extraCells: [] })),
    { organisationId: 'o', columns: columnsOf([]), headers: HEADERS, isWorkbook: false },
    users,
  );
  return {
    questions,
    found: matched.map((row) => row.problem?.code ?? row.user?.id ?? 'nobody'),
  };
}

test.each([
  ['nobody has either key', 'N-9', 'new@northwind.example', 'nobody'],
  ['only the e-mail is a user’s', '', 'ana@northwind.example', 'Ana'],
  ['the e-mail is written in another case', '', 'ANA@Northwind.Example', 'Ana'],
  ['only the Internal ID is a user’s', 'N-1', 'new@northwind.example', 'Ana'],
  ['both keys are the same user’s', 'N-1', 'ana@northwind.example', 'Ana'],
  ['the user of the e-mail has no Internal ID yet', 'N-9', 'cem@northwind.example', 'Cem'],
  ['the keys are of two users', 'N-1', 'ben@northwind.example', 'MATCH_CONFLICT'],
  [
    'the user of the e-mail has another Internal ID',
    'N-9',
    'ana@northwind.example',
    'MATCH_CONFLICT',
  ],
  ['nobody has the Internal ID, and there is no e-mail', 'N-9', '', 'NO_SUCH_USER'],
])('if %s: %j, %j is %s', async (_, internalId, email, expected) => {
  expect((await match([internalId, email])).found).toEqual([expected]);
});

test('all rows are matched with one question, which has each key once', async () => {
  const { questions, found } = await match(
    ['N-1', 'ana@northwind.example'],
    ['N-1', 'Ana@northwind.example'],
    ['', ''],
  );
  expect(questions).toEqual([{ emailKeys: ['ana@northwind.example'], internalIds: ['N-1'] }]);
  expect(found).toEqual(['Ana', 'Ana', 'nobody']);
});
