import { Injectable } from '@nestjs/common';
import { leavesNoAdministrator, losesAdministrator } from './administrators.js';
import { CheckRows } from './check-rows.js';
import { problemMessage } from '../problems/problem-messages.js';
import { isWarning, type ReportedProblem } from '../problems/problem.js';
import type { CheckContext, RowUnderCheck } from './row-rule.js';
import type { Change } from '../load/change.js';
import type { RowCheck } from '../load/load-row.js';
import { type MatchedRow, matchRows, type OverlongCell } from '../match/match-rows.js';
import { keptCell, sameCell, userCell, userName } from '../columns/user-cells.js';
import type { RawRow } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Offices } from '../ports/offices.port.js';
import { type UserRecord, Users } from '../ports/users.port.js';
import { columnsOf } from '../columns/column.js';

/** The organisation as it is now. A chunk of rows is checked against it. */
export interface CheckScope extends Omit<CheckContext, 'matchedUsers'> {
  headers: readonly string[];
  officeNames: ReadonlyMap<string, string>;
}

/** Matches and checks a chunk of rows. Writes nothing. */
@Injectable()
export class CheckChunk {
  constructor(
    private readonly users: Users,
    private readonly offices: Offices,
    private readonly customFields: CustomFields,
    private readonly rules: CheckRows,
  ) {}

  async scope(actor: Actor, headers: readonly string[]): Promise<CheckScope> {
    return { ...(await this.organisation(actor.organisationId, headers)), actor };
  }

  /** The scope without an actor. */
  async organisation(
    organisationId: string,
    headers: readonly string[],
  ): Promise<Omit<CheckScope, 'actor'>> {
    const [offices, officeLabel, fields] = await Promise.all([
      this.offices.findAll(organisationId),
      this.offices.label(organisationId),
      this.customFields.findAll(organisationId),
    ]);
    return {
      organisationId,
      offices,
      officeLabel,
      columns: columnsOf(fields),
      headers,
      officeNames: new Map(offices.map((office) => [office.id, office.name])),
    };
  }

  async check(rows: readonly RawRow[], scope: CheckScope): Promise<RowCheck[]> {
    const matched = await matchRows(rows, scope, this.users);
    const plans = matched.map((row) => new RowPlan(row, scope));
    const judged = plans.filter((plan) => plan.isJudged);
    const unchanged = plans.filter((plan) => plan.isUnchanged);
    const matchedUsers = plans.flatMap(({ user }) => (user ? [user] : []));
    await this.rules.check(judged, { ...scope, matchedUsers }, unchanged);
    await this.keepAnAdministrator(judged, scope);
    return plans.map((plan) => plan.rowCheck());
  }

  /** Refuses all rows that together would leave the organisation without an active administrator. */
  private async keepAnAdministrator(plans: RowPlan[], scope: CheckScope): Promise<void> {
    const leaving = plans.filter(
      (plan) => plan.user && losesAdministrator(plan.user, plan.after('Profile Status')),
    );
    const gone = new Set(leaving.flatMap(({ user }) => (user ? [user.id] : [])));
    if (!(await leavesNoAdministrator(this.users, scope.organisationId, gone))) return;
    for (const plan of leaving)
      plan.report({
        column: 'Profile Status',
        code: 'PROTECTED_USER',
        message: problemMessage('PROTECTED_USER', { reason: 'last-administrator' }),
      });
  }
}

class RowPlan implements RowUnderCheck {
  readonly line: number;
  readonly user: UserRecord | null;
  readonly action: 'CREATE' | 'UPDATE';
  readonly extraCells: readonly string[];
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
    if (matched.problem) this.problems.push(matched.problem);
    else this.problems.push(...matched.overlong.map((cell) => this.tooLong(cell)));
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

  /** Matched, and without a change: it writes nothing, so it is never invalid. */
  get isUnchanged(): boolean {
    return !this.isJudged && !this.matched.problem;
  }

  report(problem: ReportedProblem): void {
    this.problems.push(this.isUnchanged ? { ...problem, severity: 'warning' } : problem);
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
      changes: this.changes,
      problems: this.problems,
      touchedUser: acts && user ? user.id : null,
      givenEmail: (acts && givesEmail && this.matched.emailKey) || null,
      givenInternalId: (acts && givesId && this.matched.internalId) || null,
    };
  }

  /** An update after which the user, as far as this row says, has no way to sign in: a new address, or back from DELETED. */
  private needsInvitation(): boolean {
    if (this.after('Profile Status') === 'DELETED') return false;
    return this.user?.status === 'DELETED' || this.touches('Email Address');
  }

  private tooLong({ column, length, limit }: OverlongCell): ReportedProblem {
    const value = this.cell(column);
    const message = problemMessage('TOO_LONG', { value, length, limit });
    return { column, code: 'TOO_LONG', value, message };
  }

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
