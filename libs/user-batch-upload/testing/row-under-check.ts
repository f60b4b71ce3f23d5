import type { CheckContext, RowUnderCheck } from '../src/check/row-rule.js';
import { type Problem, problemIn } from '../src/problems/problem.js';
import type { Language } from '../src/texts/language.js';
import { keptCell, sameCell, userCell } from '../src/columns/user-cells.js';
import type { UserRecord } from '../src/ports/users.port.js';
import { isFarTooLong, limitOf, startOf } from '../src/columns/cell-length.js';
import { type BaseHeader, columnsOf } from '../src/columns/column.js';
import type { CustomColumns } from '../src/columns/custom-columns.js';
import { type OrganisationSetup, organisationOf, someUser } from './organisation.js';

/** The parts of a row that matter to a test. The rest gets defaults. */
export interface RowUnderCheckSetup<Label extends string = never> extends OrganisationSetup<Label> {
  line?: number;
  /** By column: a base column, a label that the host has named to the compiler, or one of `fields`. A missing one is blank. */
  // oxlint-disable-next-line typescript/no-redundant-type-constituents -- a host adds keys
  cells?: { [Name in BaseHeader | keyof CustomColumns | NoInfer<Label>]?: string };
  extraCells?: string[];
  /** The matched user. With one the row is an update, without it a create. */
  user?: Partial<UserRecord>;
  /** Users whom other rows of the file matched. */
  otherUsers?: Partial<UserRecord>[];
  /** Users with nearly the Internal ID, or with the phone, of this row. */
  similarUsers?: Partial<UserRecord>[];
  /** Whether the file is a workbook. */
  isWorkbook?: boolean;
  /** The language of the messages. English by default. */
  language?: Language;
}

/** A row for a rule: call `rule.check([row], row.context)`, then read `row.problems`. */
export interface TestedRow extends RowUnderCheck {
  readonly context: CheckContext;
  readonly problems: readonly Problem[];
}

/** Builds a row as a rule sees it during staging, without Nest and without a database. */
export function rowUnderCheck<const Label extends string = never>(
  setup: RowUnderCheckSetup<Label> = {},
): TestedRow {
  const { offices, fields, actor } = organisationOf(setup);
  const columns = columnsOf(fields);
  const context: CheckContext & { matchedUsers: UserRecord[] } = {
    organisationId: actor.organisationId,
    actor,
    columns,
    offices,
    officeLabel: 'Office',
    isWorkbook: setup.isWorkbook ?? false,
    language: setup.language ?? 'en',
    matchedUsers: [],
    similarUsers: (setup.similarUsers ?? []).map((similar) => someUser(similar, offices)),
  };
  const user = setup.user ? someUser(setup.user, offices) : null;
  context.matchedUsers = [
    ...(user ? [user] : []),
    ...(setup.otherUsers ?? []).map((other) => someUser(other, offices)),
  ];
  const officeNames = new Map(offices.map(({ id, name }) => [id, name]));
  const cells = new Map(Object.entries(setup.cells ?? {}));
  const problems: Problem[] = [];
  const isOverlong = (header: string): boolean => {
    const column = columns.find((one) => one.header === header);
    return column !== undefined && isFarTooLong(cells.get(header) ?? '', limitOf(column));
  };
  const cell = (header: string): string => {
    const whole = cells.get(header) ?? '';
    return isOverlong(header) ? startOf(whole) : whole;
  };
  const has = (header: string): string => {
    const column = columns.find((one) => one.header === header);
    return user && column ? userCell(user, column, officeNames) : '';
  };
  return {
    context,
    problems,
    line: setup.line ?? 2,
    action: user ? 'UPDATE' : 'CREATE',
    user,
    extraCells: setup.extraCells ?? [],
    cell,
    touches(header) {
      if (isOverlong(header)) return false;
      const column = columns.find((one) => one.header === header);
      if (!user || !column) return !user && cell(header) !== '';
      const to = keptCell(column, cell(header));
      return to !== '' && !sameCell(column, has(header), to);
    },
    after: (column) => cell(column) || has(column),
    report: (problem) =>
      problems.push({
        severity: 'error',
        value: cell(problem.column),
        ...problemIn(context.language, problem),
      }),
  };
}
