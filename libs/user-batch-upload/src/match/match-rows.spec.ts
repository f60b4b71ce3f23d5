import { describe, expect, test } from '@jest/globals';
import { columnsOf } from '../columns/column.js';
import { emailKey } from '../columns/email-key.js';
import type { UserKeys, UserRecord, Users } from '../ports/users.port.js';
import { matchRows } from './match-rows.js';

const HEADERS = ['Internal ID', 'Email Address'];
const SCOPE = { organisationId: 'o', columns: columnsOf([]), headers: HEADERS };

/** Users with these Internal IDs and e-mails. */
function usersWith(...keys: [internalId: string, email: string][]): Users {
  const records = keys.map(([internalId, email], index) => ({
    id: `user-${index + 1}`,
    internalId,
    email,
    firstName: 'User',
    lastName: `${index + 1}`,
  })) as UserRecord[];
  return {
    findByKeys: async (_: string, { emailKeys = [], internalIds = [] }: UserKeys) =>
      records.filter(
        (user) => emailKeys.includes(emailKey(user.email)) || internalIds.includes(user.internalId),
      ),
  } as unknown as Users;
}

async function match(users: Users, internalId: string, email: string) {
  const rows = [{ line: 2, cells: [internalId, email], extraCells: [] }];
  const [row] = await matchRows(rows, SCOPE, users);
  return { user: row?.user?.id ?? null, code: row?.problem?.code ?? null };
}

describe('a key that has a problem of its own matches nothing', () => {
  const users = usersWith(['S-1', 'ana@example.com'], ['#N/A', 'ben@example.com']);

  test.each([
    ['N/A', 'ana@example.com', 'user-1'],
    ['4.4E+9', 'ana@example.com', 'user-1'],
    ['#N/A', 'ana@example.com', 'user-1'],
    ['S\u200B-9', 'ana@example.com', 'user-1'],
    ['x'.repeat(300), 'ana@example.com', 'user-1'],
    ['S-1', 'ana@@example.com', 'user-1'],
    ['S-1', '#REF!', 'user-1'],
    ['N/A', 'new@example.com', null],
    ['N/A', '', null],
    ['S-2', 'ana@@example.com', null],
  ])('%j and %j find %j, and nothing else is said of the keys', async (id, email, user) => {
    expect(await match(users, id, email)).toEqual({ user, code: null });
  });

  test('an ID without a problem that finds nobody is said to be nobody’s', async () => {
    expect(await match(users, 'S-2', '')).toEqual({ user: null, code: 'NO_SUCH_USER' });
  });

  test('an ID that a user has is taken as written', async () => {
    const odd = usersWith(['N/A', 'ana@example.com'], ['1001.0', 'ben@example.com']);
    expect(await match(odd, 'N/A', '')).toEqual({ user: 'user-1', code: null });
    expect(await match(odd, '1001.0', 'ana@example.com')).toEqual({
      user: null,
      code: 'MATCH_CONFLICT',
    });
  });
});
