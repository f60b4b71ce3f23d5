import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { Actor } from '../ports/actors.port.js';
import type { Office } from '../ports/offices.port.js';
import type { UserRecord } from '../ports/users.port.js';
import type { Column } from '../columns/column.js';
import type { ReportedProblem } from '../problems/problem.js';

export const ROW_RULE = 'user-batch-upload:row-rule';

/** What a rule may know besides the rows. Asked of the host once for many rows, at most all of a file. */
export interface CheckContext {
  organisationId: string;
  actor: Actor;
  columns: Column[];
  offices: Office[];
  /** What this organisation calls an office. */
  officeLabel: string;
  /** Every user that one of the rows of this chunk matched, also where the row changes nothing. */
  matchedUsers: readonly UserRecord[];
}

/** A row that is to create or update a user, as a rule sees it. */
export interface RowUnderCheck {
  readonly line: number;
  readonly action: 'CREATE' | 'UPDATE';
  /** The user that an update matched. */
  readonly user: UserRecord | null;
  /** Filled cells to the right of the last header. */
  readonly extraCells: readonly string[];
  /**
   * The cell as read: trimmed, NFC, `''` where blank. One of more than four times its limit is refused before any rule:
   * then it is its first 200 characters, and touches nothing. A rule may so rely on at most 16,000 characters in a text
   * field, and on 1,016 in any other column.
   */
  cell(column: string): string;
  /** Would this cell change something? Always true for a filled cell of a create, never for a blank cell. Only what a row touches is judged. */
  touches(column: string): boolean;
  /** What the user would have in this column afterwards, as text: the cell, or where it is blank what is there now (an office by name). */
  after(column: string): string;
  /**
   * Reports a problem. Several on one row, and on one cell, are all shown. An error makes the row INVALID; with
   * `severity: 'warning'` the row goes on, and an admin sees it. On a row that changes nothing every problem is a warning.
   */
  report(problem: ReportedProblem): void;
}

/**
 * A rule that rows are held against. Its name is the sentence that should be true (`OfficeExists`).
 * Add one: a class with `@RowRule()`, listed in the `providers` of any module. It is found by itself.
 * A rule takes all rows of a chunk at once, so that one that asks a database asks once.
 */
export interface RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void | Promise<void>;
}

export interface RowRuleOptions {
  /** Also check rows that would change nothing about the user they matched. False by default. */
  unchangedRows?: boolean;
}

/** Marks a provider as a row rule. */
export const RowRule = (options: RowRuleOptions = {}): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(ROW_RULE, options));
