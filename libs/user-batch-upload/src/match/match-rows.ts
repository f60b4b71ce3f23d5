import type { ReportedProblem } from '../problems/problem.js';
import { problemMessage } from '../problems/problem-messages.js';
import type { RawRow } from '../parse/file-format.js';
import type { UserRecord, Users } from '../ports/users.port.js';
import { emailKey } from '../columns/email-key.js';
import { userName } from '../columns/user-cells.js';

/** A row and whom it speaks of: nobody yet (a create), a user, or a question that only a person can settle. */
export class MatchedRow {
  /** `''` where the row gives no e-mail. */
  readonly emailKey: string;
  user: UserRecord | null = null;
  /** `MATCH_CONFLICT` or `NO_SUCH_USER`; nothing else is then said of the row. */
  problem?: ReportedProblem;

  constructor(
    readonly row: RawRow,
    private readonly positions: ReadonlyMap<string, number>,
  ) {
    this.emailKey = emailKey(this.cell('Email Address'));
  }

  cell(column: string): string {
    return this.row.cells[this.positions.get(column) ?? -1] ?? '';
  }
}

/** Finds the users of all rows with one question to the host. */
export async function matchRows(
  rows: readonly RawRow[],
  headers: readonly string[],
  organisationId: string,
  users: Users,
): Promise<MatchedRow[]> {
  const positions = new Map(headers.map((header, index) => [header, index]));
  const matched = rows.map((row) => new MatchedRow(row, positions));
  const known = await users.findByKeys(organisationId, {
    emailKeys: filled(matched.map((row) => row.emailKey)),
    internalIds: filled(matched.map((row) => row.cell('Internal ID'))),
  });
  const byEmail = new Map(known.map((user) => [emailKey(user.email), user]));
  const byInternalId = new Map(
    known.filter((user) => user.internalId !== '').map((user) => [user.internalId, user]),
  );
  for (const row of matched)
    Object.assign(row, matchOf(row.emailKey, row.cell('Internal ID'), byEmail, byInternalId));
  return matched;
}

function matchOf(
  email: string,
  internalId: string,
  byEmail: ReadonlyMap<string, UserRecord>,
  byInternalId: ReadonlyMap<string, UserRecord>,
): { user: UserRecord | null; problem?: ReportedProblem } {
  const emailUser = email === '' ? undefined : byEmail.get(email);
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
