import { foldCase } from '../columns/fold-case.js';
import { keptCell, sameCell, userCell, userName, wholeName } from '../columns/user-cells.js';
import type { Change } from '../load/change.js';
import type { RowCheck, Renaming } from '../load/load-row.js';
import type { MatchedRow, OverlongCell } from '../match/match-rows.js';
import type { UserRecord } from '../ports/users.port.js';
import {
  type CodedProblem,
  isWarning,
  type ReportedProblem,
  problemIn,
} from '../problems/problem.js';
import { losesAdministrator } from './administrators.js';
import type { CheckContext, RowUnderCheck } from './row-rule.js';

const NAMES = ['First Name', 'Last Name'] as const;

/** The organisation as it is now. A chunk of rows is checked against it. */
export interface CheckScope extends Omit<CheckContext, 'matchedUsers' | 'similarUsers'> {
  headers: readonly string[];
  officeNames: ReadonlyMap<string, string>;
}

/** What a matched row would write, and the problems that its check finds. */
export class RowPlan implements RowUnderCheck {
  readonly line: number;
  readonly user: UserRecord | null;
  readonly action: 'CREATE' | 'UPDATE';
  readonly extraCells: readonly string[];
  /** Whether all rules check the row: matching found no problem, and the row would write something. */
  readonly isJudged: boolean;
  private readonly changes: Change[];
  private readonly problems: ReportedProblem[] = [];

  constructor(
    private readonly matched: MatchedRow,
    private readonly scope: CheckScope,
  ) {
    this.line = matched.row.line;
    this.user = matched.user;
    this.action = matched.user ? 'UPDATE' : 'CREATE';
    this.extraCells = matched.row.extraCells;
    this.changes = matched.user ? this.changesTo(matched.user) : [];
    const found = matched.problem ? [matched.problem] : matched.overlong.map(this.tooLong);
    for (const problem of found) this.problems.push(problemIn(scope.language, problem));
    this.isJudged =
      !matched.problem &&
      (this.action === 'CREATE' || this.changes.length > 0 || matched.overlong.length > 0);
  }

  cell(column: string): string {
    return this.matched.cell(column);
  }

  touches(column: string): boolean {
    if (this.matched.isOverlong(column)) return false;
    if (this.action === 'CREATE') return this.cell(column) !== '';
    return this.changes.some((change) => change.column === column);
  }

  after(header: string): string {
    const cell = this.cell(header);
    if (cell !== '' || !this.user) return cell;
    const column = this.scope.columns.find((one) => one.header === header);
    return column ? userCell(this.user, column, this.scope.officeNames) : '';
  }

  /** Whether the row matches a user and changes nothing. It is never invalid, because it writes nothing. */
  get isUnchanged(): boolean {
    return !this.isJudged && !this.matched.problem;
  }

  report(problem: ReportedProblem | CodedProblem): void {
    const found = problemIn(this.scope.language, problem);
    this.problems.push(this.isUnchanged ? { ...found, severity: 'warning' } : found);
  }

  rowCheck(): RowCheck {
    const { user } = this;
    const isInvalid = this.problems.some((problem) => !isWarning(problem));
    const action = isInvalid ? 'INVALID' : this.isJudged ? this.action : 'UNCHANGED';
    const acts = this.isJudged;
    const givesEmail = this.action === 'CREATE' || this.touches('Email Address');
    const givesId = this.action === 'CREATE' || this.touches('Internal ID');
    return {
      line: this.line,
      action,
      hasEmailBox: action === 'CREATE' || (action === 'UPDATE' && this.needsInvitation()),
      user: user && { id: user.id, name: userName(user) },
      matchedBy: this.matched.matchedBy,
      changes: this.changes,
      problems: this.problems,
      touchedUser: acts && user ? user.id : null,
      givenEmail: (acts && givesEmail && this.matched.emailKey) || null,
      givenInternalId: (acts && givesId && this.matched.internalId) || null,
      renaming: this.renaming(),
      losesAdministrator:
        acts && user !== null && losesAdministrator(user, this.after('Profile Status')),
    };
  }

  private renaming(): Renaming | null {
    const column = NAMES.find((name) => this.touches(name));
    if (!this.user || !this.isJudged || !column) return null;
    if (this.problems.some(({ code }) => code === 'PERSON_REPLACED')) return null;
    const before = userName(this.user);
    const after = wholeName(this.after('First Name'), this.after('Last Name'));
    return foldCase(after) === foldCase(before) ? null : { column, before, after };
  }

  /** Whether the user needs an invitation after the update: it sets a new address, or restores a DELETED user. */
  private needsInvitation(): boolean {
    if (this.after('Profile Status') === 'DELETED') return false;
    return this.user?.status === 'DELETED' || this.touches('Email Address');
  }

  private readonly tooLong = ({ column, length, limit }: OverlongCell): CodedProblem => {
    const value = this.cell(column);
    return { column, code: 'TOO_LONG', value, params: { value, length, limit } };
  };

  private changesTo(user: UserRecord): Change[] {
    const changes: Change[] = [];
    for (const column of this.scope.columns) {
      const to = keptCell(column, this.cell(column.header));
      if (to === '') continue;
      const from = userCell(user, column, this.scope.officeNames);
      if (!sameCell(column, from, to)) changes.push({ column: column.header, from, to });
    }
    return changes;
  }
}
