import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { emailKey } from '../src/columns/email-key.js';
import type { UserWrite, WriteResult } from '../src/ports/users.port.js';
import type { Column } from './entity-table.js';
import type { HostUsers } from './host-users.js';
import type { CellName } from './user-columns.js';
import type { KeyName, ReadUser } from './user-statements.js';

export type Create = Extract<UserWrite, { kind: 'CREATE' }>;
export type Update = Extract<UserWrite, { kind: 'UPDATE' }>;
type Failure = Extract<WriteResult, { written: false }>['reason'];

/** Creates users, and answers the result of each by the id of its write. */
export async function createUsers(
  users: HostUsers,
  organisationId: string,
  creates: readonly Create[],
): Promise<Map<string, WriteResult>> {
  if (creates.length === 0) return new Map();
  const { columns, own, statements } = users;
  const names = [...columns.cells.keys()];
  const given = own.forCreates(creates.length);
  const ids = creates.map(({ id }, index) => given.rows[index]?.id ?? id);
  const all: { name?: CellName; column: Column }[] = [
    ...(own.countsUp ? [] : [{ column: columns.table.id }]),
    { column: columns.role },
    ...names.map((name) => ({ name, column: columns.cells.get(name) as Column })),
    ...given.columns.map((column) => ({ column })),
  ];
  const rows = creates.map(({ roleId, values }, index) => [
    ...(own.countsUp ? [] : [ids[index]]),
    roleId,
    ...columns.cellsOf(names, values),
    ...(given.rows[index]?.values ?? []),
  ]);
  const written = await users.query<{ id: string; email: string }>(
    statements.insert(organisationId, all, rows),
  );
  // An id that the database gave is found by the e-mail, of which the organisation has one.
  const idByEmail = new Map(written.map(({ id, email }) => [emailKey(email), id]));
  const results = new Map<string, WriteResult>();
  const created = new Set(written.map(({ id }) => id));
  for (const [index, { id, values }] of creates.entries()) {
    const userId = own.countsUp ? idByEmail.get(emailKey(values.email)) : ids[index];
    if (userId !== undefined && created.has(userId)) {
      results.set(id, { id, written: true, userId });
      // Of two writes with one e-mail, the first was inserted.
      created.delete(userId);
    }
  }
  const failed = creates.filter(({ id }) => !results.has(id));
  const reasons = await takenKeys(users, organisationId, failed, 'EMAIL_TAKEN');
  for (const [id, reason] of reasons) results.set(id, { id, written: false, reason });
  return results;
}

/** Updates users, and answers the reason of each that was not written, by its id. */
export async function updateUsers(
  users: HostUsers,
  organisationId: string,
  updates: readonly Update[],
): Promise<Map<string, Failure>> {
  if (updates.length === 0) return new Map();
  const failures = await takenKeys(users, organisationId, updates.filter(isRekeyed));
  const free = updates.filter(({ id }) => !failures.has(id));
  const write = async (): Promise<void> => {
    const written = await updateAll(users, organisationId, free);
    for (const { id } of free) if (!written.has(id)) failures.set(id, 'USER_GONE');
  };
  try {
    // A key that another transaction has just taken must not end the transaction of the load.
    if (free.some(isRekeyed)) await users.db.savepoint(write);
    else await write();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    const answers =
      free.length === 1
        ? [await takenKeys(users, organisationId, free, 'EMAIL_TAKEN')]
        : await oneByOne(users, organisationId, free);
    for (const answer of answers) for (const [id, reason] of answer) failures.set(id, reason);
  }
  return failures;
}

async function oneByOne(
  users: HostUsers,
  organisationId: string,
  updates: readonly Update[],
): Promise<Map<string, Failure>[]> {
  const answers: Map<string, Failure>[] = [];
  for (const update of updates) answers.push(await updateUsers(users, organisationId, [update]));
  return answers;
}

/** The ids of the users that were updated. */
async function updateAll(
  users: HostUsers,
  organisationId: string,
  updates: readonly Update[],
): Promise<Set<string>> {
  if (updates.length === 0) return new Set();
  const { columns, own, statements } = users;
  // Sets only changed columns: SQLite rewrites the index of every column that is set, even to the same value.
  const all = [...columns.cells.keys()];
  const cells = updates.map(({ values }) => columns.cellsOf(all, values));
  const used = all.flatMap((_, index) => (cells.some((row) => row[index] !== null) ? [index] : []));
  const rows = updates.map(({ id }, at) => [
    id,
    ...used.map((index) => cells[at]?.[index] ?? null),
  ]);
  return new Set(
    await users.ids(
      statements.update(
        organisationId,
        used.map((index) => all[index] as CellName),
        rows,
        own.forUpdates(),
      ),
    ),
  );
}

/** The key of each write that another user holds, or `unexplained` if none is visible any more. */
async function takenKeys(
  users: HostUsers,
  organisationId: string,
  writes: readonly UserWrite[],
  unexplained?: Failure,
): Promise<Map<string, Failure>> {
  const keys: [KeyName, string[]][] = [
    ['emailKey', writes.flatMap(({ values }) => (values.email ? [emailKey(values.email)] : []))],
    ['internalId', writes.flatMap(({ values }) => values.internalId || [])],
  ];
  const asked = keys.filter(([, values]) => values.length > 0);
  const failures = new Map<string, Failure>();
  if (asked.length === 0) return failures;
  const holders = await users.query<ReadUser>(users.statements.find(organisationId, asked));
  const byEmail = new Map(holders.map((user) => [emailKey(String(user.email)), String(user.id)]));
  const byInternalId = new Map(holders.map((user) => [user.internalId, String(user.id)]));
  for (const { id, values } of writes) {
    const emailHolder = values.email && byEmail.get(emailKey(values.email));
    const idHolder = values.internalId && byInternalId.get(values.internalId);
    if (emailHolder && emailHolder !== id) failures.set(id, 'EMAIL_TAKEN');
    else if (idHolder && idHolder !== id) failures.set(id, 'INTERNAL_ID_TAKEN');
    else if (unexplained) failures.set(id, unexplained);
  }
  return failures;
}

const isRekeyed = ({ values }: UserWrite): boolean => Boolean(values.email || values.internalId);
