import type { MatchedBy } from '../database/values.js';
import type { CodedProblem } from '../problems/problem.js';
import type { ProblemParams } from '../texts/parameters.js';
import type { RawRow } from '../parse/file-format.js';
import type { UserRecord, Users } from '../ports/users.port.js';
import { cellDamage } from '../columns/cell-damage.js';
import {
  characterCount,
  isFarTooLong,
  isLonger,
  limitOf,
  OTHER_COLUMN,
  startOf,
} from '../columns/cell-length.js';
import type { Column } from '../columns/column.js';
import { isEmailAddress } from '../columns/email-address.js';
import { emailKey } from '../columns/email-key.js';
import { internalIdDamage } from '../columns/internal-id.js';
import { userName } from '../columns/user-cells.js';

/** A cell that is far too long. It is refused before any other check. */
export interface OverlongCell {
  column: string;
  /** The length of the cell and the limit of the column, in characters. */
  length: number;
  limit: number;
}

/** A row and its match: no user (a create), one user, or a conflict that only a person can settle. */
export class MatchedRow {
  /** `''` if the row has no e-mail, or one with a problem of its own. */
  emailKey: string;
  /** The same for the Internal ID. */
  internalId: string;
  readonly overlong: readonly OverlongCell[];
  user: UserRecord | null = null;
  matchedBy: MatchedBy | null = null;
  /** `MATCH_CONFLICT` or `NO_SUCH_USER`. The row then has no other problem. */
  problem?: CodedProblem;

  constructor(
    readonly row: RawRow,
    private readonly positions: ReadonlyMap<string, number>,
    columns: readonly (Column | undefined)[],
  ) {
    this.overlong = overlongCells(row.cells, columns);
    this.emailKey = emailKey(this.key('Email Address'));
    this.internalId = this.key('Internal ID');
  }

  /** The cell, or its start if it is far too long. */
  cell(column: string): string {
    const cell = this.whole(column);
    return this.isOverlong(column) ? startOf(cell) : cell;
  }

  isOverlong(column: string): boolean {
    return this.overlong.length > 0 && this.overlong.some((cell) => cell.column === column);
  }

  /** Clears a key that is a mistake and that no user has, so that it matches nothing. */
  dropMistakes(
    byEmail: ReadonlyMap<string, UserRecord>,
    byInternalId: ReadonlyMap<string, UserRecord>,
    isWorkbook: boolean,
  ): void {
    if (this.emailKey !== '' && !byEmail.has(this.emailKey))
      if (!isEmailAddress(this.cell('Email Address'))) this.emailKey = '';
    if (this.internalId !== '' && !byInternalId.has(this.internalId))
      if (internalIdDamage(this.internalId, isWorkbook)) this.internalId = '';
  }

  private key(column: string): string {
    return keyIn(this.whole(column));
  }

  private whole(column: string): string {
    return this.row.cells[this.positions.get(column) ?? -1] ?? '';
  }
}

/** The key in the cell, `''` if the cell has a problem that any column may have. */
export const keyIn = (cell: string): string =>
  cell === '' || isLonger(cell, OTHER_COLUMN) || cellDamage(cell) ? '' : cell;

const NONE: OverlongCell[] = [];

function overlongCells(
  cells: readonly string[],
  columns: readonly (Column | undefined)[],
): OverlongCell[] {
  let found = NONE;
  // By index, because a file may have a million rows and almost none has such a cell.
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index];
    const cell = cells[index] ?? '';
    if (!column || !isFarTooLong(cell, limitOf(column))) continue;
    const length = characterCount(cell);
    found = [...found, { column: column.header, length, limit: limitOf(column) }];
  }
  return found;
}

/** The columns of the cells of a row. */
export interface MatchScope {
  organisationId: string;
  columns: readonly Column[];
  /** The headers of the file, in the order of the cells. */
  headers: readonly string[];
  /** Whether the cells are those of a workbook. */
  isWorkbook: boolean;
}

/** Matches all rows with one call of the host's port. */
export async function matchRows(
  rows: readonly RawRow[],
  { headers, columns, organisationId, isWorkbook }: MatchScope,
  users: Users,
): Promise<MatchedRow[]> {
  const positions = new Map(headers.map((header, index) => [header, index]));
  const columnsOfFile = headers.map((header) => columns.find((column) => column.header === header));
  const matched = rows.map((row) => new MatchedRow(row, positions, columnsOfFile));
  const known = await users.findByKeys(organisationId, {
    emailKeys: filled(matched.map((row) => row.emailKey)),
    internalIds: filled(matched.map((row) => row.internalId)),
  });
  const byEmail = new Map(known.map((user) => [emailKey(user.email), user]));
  const byInternalId = new Map(
    known.filter((user) => user.internalId !== '').map((user) => [user.internalId, user]),
  );
  for (const row of matched) {
    row.dropMistakes(byEmail, byInternalId, isWorkbook);
    Object.assign(row, matchOf(row, byEmail, byInternalId));
  }
  return matched;
}

function matchOf(
  row: MatchedRow,
  byEmail: ReadonlyMap<string, UserRecord>,
  byInternalId: ReadonlyMap<string, UserRecord>,
): Pick<MatchedRow, 'user' | 'matchedBy' | 'problem'> {
  const { emailKey: email, internalId } = row;
  const emailUser = email === '' ? undefined : byEmail.get(email);
  const idUser = internalId === '' ? undefined : byInternalId.get(internalId);
  if (emailUser && idUser && emailUser.id !== idUser.id)
    return conflict({
      kind: 'two-users',
      internalId,
      email: row.cell('Email Address'),
      byInternalId: userName(idUser),
      byEmail: userName(emailUser),
    });
  if (emailUser && !idUser && internalId !== '' && emailUser.internalId !== '')
    return conflict({
      kind: 'other-internal-id',
      internalId,
      email: row.cell('Email Address'),
      byEmail: userName(emailUser),
      theirInternalId: emailUser.internalId,
    });
  const user = idUser ?? emailUser ?? null;
  if (!user && internalId !== '' && row.cell('Email Address') === '')
    return {
      user: null,
      matchedBy: null,
      problem: {
        column: 'Internal ID',
        code: 'NO_SUCH_USER',
        params: { value: internalId },
      },
    };
  return { user, matchedBy: keysOf(idUser, emailUser) };
}

function keysOf(idUser?: UserRecord, emailUser?: UserRecord): MatchedBy | null {
  if (idUser && emailUser) return 'both';
  return idUser ? 'Internal ID' : emailUser ? 'Email Address' : null;
}

function conflict(
  params: ProblemParams['MATCH_CONFLICT'],
): Pick<MatchedRow, 'user' | 'matchedBy' | 'problem'> {
  return {
    user: null,
    matchedBy: null,
    problem: { column: 'Internal ID', code: 'MATCH_CONFLICT', params },
  };
}

export const filled = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value) => value !== '')),
];
