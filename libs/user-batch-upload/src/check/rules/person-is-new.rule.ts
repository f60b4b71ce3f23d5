import { foldCase } from '../../columns/fold-case.js';
import { internalIdDamage, looseInternalId } from '../../columns/internal-id.js';
import { userName } from '../../columns/user-cells.js';
import { keyIn } from '../../match/match-rows.js';
import { byLooseInternalId } from '../../match/similar-users.js';
import { type UserRecord, Users } from '../../ports/users.port.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';

interface Found {
  row: RowUnderCheck;
  user: UserRecord;
  same: 'Internal ID' | 'person';
}

/** Warns of a second user for one person: a row whose ID lost a zero, or with a new e-mail, matches nobody. */
@RowRule()
export class PersonIsNew implements RowRuleCheck {
  constructor(private readonly users: Users) {}

  async check(
    rows: readonly RowUnderCheck[],
    { actor, similarUsers, isWorkbook }: CheckContext,
  ): Promise<void> {
    if (similarUsers.length === 0) return;
    const found = findSame(rows, similarUsers, isWorkbook);
    if (found.length === 0) return;
    const ids = [...new Set(found.map(({ user }) => user.id))];
    // An admin must not learn the names of users whom they may not change.
    const changeable = new Set(await this.users.findChangeable(actor, ids));
    for (const { row, user, same } of found)
      row.report({
        column: same === 'person' ? 'Mobile Phone' : 'Internal ID',
        code: 'POSSIBLE_DUPLICATE',
        severity: 'warning',
        params: {
          same,
          ...(changeable.has(user.id) && { name: userName(user), internalId: user.internalId }),
        },
      });
  }
}

/** The first user that each row may be, once for each reason. */
function findSame(
  rows: readonly RowUnderCheck[],
  users: readonly UserRecord[],
  isWorkbook: boolean,
): Found[] {
  const byLooseId = byLooseInternalId(users);
  const byPerson = new Map(users.map((user) => [personKey(user), user]));
  return rows.flatMap((row): Found[] => {
    if (row.action !== 'CREATE') return [];
    const id = soundInternalId(row, isWorkbook);
    const [byId] = id === '' ? [] : (byLooseId.get(looseInternalId(id)) ?? []);
    const phone = row.cell('Mobile Phone');
    const person = byPerson.get(
      personKey({
        firstName: row.cell('First Name'),
        lastName: row.cell('Last Name'),
        mobilePhone: phone,
      }),
    );
    return [
      ...(byId ? [{ row, user: byId, same: 'Internal ID' as const }] : []),
      ...(phone !== '' && person && person !== byId
        ? [{ row, user: person, same: 'person' as const }]
        : []),
    ];
  });
}

/** `''` if the ID has a problem of its own. The users similar to another row's ID may be similar to it too. */
function soundInternalId(row: RowUnderCheck, isWorkbook: boolean): string {
  const id = row.touches('Internal ID') ? keyIn(row.cell('Internal ID')) : '';
  return internalIdDamage(id, isWorkbook) ? '' : id;
}

const personKey = (user: Pick<UserRecord, 'firstName' | 'lastName' | 'mobilePhone'>): string =>
  foldCase([user.firstName, user.lastName, user.mobilePhone].join('\n'));
