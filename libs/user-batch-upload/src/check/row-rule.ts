import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { Actor } from '../ports/actors.port.js';
import type { Office } from '../ports/offices.port.js';
import type { UserRecord } from '../ports/users.port.js';
import type { Column, ColumnName } from '../columns/column.js';
import type { CodedProblem, ReportedProblem } from '../problems/problem.js';
import type { Language } from '../texts/language.js';

export const ROW_RULE = 'user-batch-upload:row-rule';

/** The organisation and the acting admin, for rules. The library asks the host once for many rows. */
export interface CheckContext {
  organisationId: string;
  actor: Actor;
  columns: Column[];
  offices: Office[];
  /** What this organisation calls an office. */
  officeLabel: string;
  /** The language of the load, for the messages of rules. */
  language: Language;
  /** Whether the file is a workbook, whose cells a spreadsheet program may have changed into dates. */
  isWorkbook: boolean;
  /** Every user that a row of this chunk matched, including rows that change nothing. */
  matchedUsers: readonly UserRecord[];
  /** Users with nearly the Internal ID, or with the phone, of a row of this chunk that matched nobody. */
  similarUsers: readonly UserRecord[];
}

/** A problem as a rule reports it. `column` is `''` for the whole row. */
export type RuleProblem = Omit<ReportedProblem, 'column'> & { column: ColumnName | '' };

/** A row as a rule sees it. */
export interface RowUnderCheck {
  readonly line: number;
  readonly action: 'CREATE' | 'UPDATE';
  /** The user that an update matched. */
  readonly user: UserRecord | null;
  /** Filled cells to the right of the last header. */
  readonly extraCells: readonly string[];
  /**
   * The cell as read: trimmed, in NFC, `''` if blank. At most 16,000 characters in a text field, and 1,016 in any other
   * column, which is four times the limit. A longer cell is refused before any rule runs: this method then returns its
   * first 200 characters, and the row does not touch the column.
   */
  cell(column: ColumnName): string;
  /**
   * Whether this cell would change something. True for a filled cell of a create, false for a blank cell. Check only
   * cells that a row touches.
   */
  touches(column: ColumnName): boolean;
  /** The value of the user after the update, as text: the cell or, if it is blank, the current value (an office by name). */
  after(column: ColumnName): string;
  /**
   * Reports a problem. All problems of a row or a cell are shown. An error makes the row INVALID. With
   * `severity: 'warning'` the row stays valid, and an admin sees it. On a row that changes nothing, every problem is a
   * warning.
   */
  report(problem: RuleProblem | CodedProblem<ColumnName | ''>): void;
}

/**
 * A rule for rows, named after the condition that it checks (`OfficeExists`). To add a rule, write a class with
 * `@RowRule()` and list it in the `providers` of any module. A rule gets all rows of a chunk, so that it can check them
 * with one database query. If it throws, the rows of that chunk get the problem `SERVER_ERROR`.
 */
export interface RowRuleCheck {
  check(rows: readonly RowUnderCheck[], context: CheckContext): void | Promise<void>;
}

export interface RowRuleOptions {
  /** Also check rows that would change nothing about the user they matched. False by default. */
  unchangedRows?: boolean;
  /**
   * Reports to the log only: how many problems on how many rows of a chunk, and one example. Changes no row. Use it to
   * try a new rule on real files before it blocks rows. False by default.
   */
  trial?: boolean;
}

/** Marks a provider as a row rule. Its class needs a method `check`. */
export const RowRule = (
  options: RowRuleOptions = {},
): ((rule: new (...args: any[]) => RowRuleCheck) => void) =>
  applyDecorators(Injectable(), SetMetadata(ROW_RULE, options));
