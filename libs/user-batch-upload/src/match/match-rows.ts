import type { ReportedProblem } from '../load/problem.js';
import { problemMessage } from '../load/messages.js';
import type { RawRow } from '../parse/open-file.js';
import type { UserRecord, Users } from '../ports/users.port.js';
import { emailKey } from './email-key.js';
import { userName } from './user-cells.js';

/** A row and whom it speaks of: nobody yet (a create), a user, or a question that only a person can settle. */
export interface MatchedRow {
  row: RawRow;
  cell(column: string): string;
  user: UserRecord | null;
  /** `MATCH_CONFLICT` or `NO_SUCH_USER`; nothing else is then said of the row. */
  problem?: ReportedProblem;
}

/** Finds the users of all rows with one question to the host. */
export async function matchRows(
  rows: readonly RawRow[],
  headers: readonly string[],
  organisationId: string,
  users: Users,
): Promise<MatchedRow[]> {
  const position = new Map(headers.map((header, index) => [header, index]));
  const matched = rows.map((row) => ({
    row,
    cell: (column: string) => row.cells[position.get(column) ?? -1] ?? '',
  }));
  const known = await users.findByKeys(organisationId, {
    emailKeys: filled(matched.map(({ cell }) => emailKey(cell('Email Address')))),
    internalIds: filled(matched.map(({ cell }) => cell('Internal ID'))),
  });
  const byEmail = new Map(known.map((user) => [emailKey(user.email), user]));
  const byInternalId = new Map(
    known.filter((user) => user.internalId !== '').map((user) => [user.internalId, user]),
  );
  return matched.map(({ row, cell }) => ({
    row,
    cell,
    ...matchOf(cell('Email Address'), cell('Internal ID'), byEmail, byInternalId),
  }));
}

function matchOf(
  email: string,
  internalId: string,
  byEmail: ReadonlyMap<string, UserRecord>,
  byInternalId: ReadonlyMap<string, UserRecord>,
): { user: UserRecord | null; problem?: ReportedProblem } {
  const emailUser = email === '' ? undefined : byEmail.get(emailKey(email));
  const idUser = internalId === '' ? undefined : byInternalId.get(internalId);
  if (emailUser && idUser && emailUser.id !== idUser.id)
    return conflict({
      kind: 'two-users',
      internalId,
      byInternalId: userName(idUser),
      byEmail: userName(emailUser),
    });
  if (emailUser && !idUser && internalId !== '' && emailUser.internalId !== '')
    return conflict({
      kind: 'other-internal-id',
      internalId,
      byEmail: userName(emailUser),
      theirInternalId: emailUser.internalId,
    });
  const user = idUser ?? emailUser ?? null;
  if (!user && internalId !== '' && email === '')
    return {
      user: null,
      problem: {
        column: 'Internal ID',
        code: 'NO_SUCH_USER',
        message: problemMessage('NO_SUCH_USER', { value: internalId }),
      },
    };
  return { user };
}

function conflict(params: Parameters<typeof problemMessage<'MATCH_CONFLICT'>>[1]): {
  user: null;
  problem: ReportedProblem;
} {
  const message = problemMessage('MATCH_CONFLICT', params);
  return { user: null, problem: { column: 'Internal ID', code: 'MATCH_CONFLICT', message } };
}

export const filled = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value) => value !== '')),
];
