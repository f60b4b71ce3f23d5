import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isLonger, startOf } from '../columns/cell-length.js';
import { type Column, columnsOf } from '../columns/column.js';
import { LoadRepository } from '../load/load.repository.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Offices } from '../ports/offices.port.js';
import { isWarning, type ReportedProblem, type Severity } from '../problems/problem.js';
import { choicesOf } from '../template/column-guide.js';
import { type Fault, FaultRows, type FaultyRow } from './fault-rows.js';

/** A fault, and the rows that have it. */
export interface CountedFault extends Fault {
  severity: Severity;
  rows: number;
  /** Whether one value can be right for all of these rows. */
  fixable: boolean;
  /** A value to use instead, if the cell can mean exactly one. */
  suggestion?: string;
  /** The values that the column takes, if they can be listed. */
  options?: readonly string[];
}

export interface FaultsPage {
  items: CountedFault[];
  total: number;
  page: number;
  pageSize: number;
}

/** One page of a load's faults, those of most rows first. */
export class ListFaults extends Query<FaultsPage> {
  constructor(
    readonly organisationId: string,
    readonly loadId: string,
    readonly page: number,
    readonly pageSize: number,
  ) {
    super();
  }
}

/** Only the start of a longer value is shown, and it can't be fixed in several rows at once. */
export const FIXABLE_CHARACTERS = 200;
/** Faults are kept in memory, so further ones are not listed. */
const MOST_FAULTS = 50_000;
/** Nobody can choose from a longer list, and a page of faults would repeat it many times. */
const MOST_OPTIONS = 300;

/** Another value in the same column would be as wrong for all of them. */
const NEVER_FIXABLE = new Set(['DUPLICATE_IN_FILE', 'PROTECTED_USER']);
/** Columns whose value belongs to one user: the same new value in several rows would make them duplicates. */
const OF_ONE_USER = new Set(['Email Address', 'Internal ID']);

type FaultInMemory = CountedFault & { hasCreates: boolean };

@QueryHandler(ListFaults)
export class ListFaultsHandler implements IQueryHandler<ListFaults> {
  constructor(
    private readonly loads: LoadRepository,
    private readonly faultRows: FaultRows,
    private readonly offices: Offices,
    private readonly customFields: CustomFields,
  ) {}

  async execute({ organisationId, loadId, page, pageSize }: ListFaults): Promise<FaultsPage> {
    const load = await this.loads.record(organisationId, loadId);
    const headers = JSON.parse(load.headers) as string[];
    const faults = new Map<string, FaultInMemory>();
    for await (const rows of this.faultRows.all(load))
      for (const row of rows) {
        // A row may be a duplicate in two ways, which is one fault.
        const found = new Map(
          row.problems.map((problem) => [`${problem.code} ${problem.column}`, problem]),
        );
        for (const problem of found.values()) count(faults, row, problem, headers);
      }
    const items = [...faults.values()]
      .sort((a, b) => b.rows - a.rows)
      .slice((page - 1) * pageSize, page * pageSize);
    const optionsOf = await this.optionsOf(organisationId);
    return {
      items: items.map(({ hasCreates, ...fault }) => {
        const { column, rows, suggestion } = fault;
        const isForAll = rows === 1 || suggestion !== undefined || !OF_ONE_USER.has(column);
        const fixable = fault.fixable && isForAll;
        const options = fixable && optionsOf(column, hasCreates);
        return { ...fault, fixable, ...(options && { options }) };
      }),
      total: faults.size,
      page,
      pageSize,
    };
  }

  private async optionsOf(organisationId: string) {
    const [offices, fields] = await Promise.all([
      this.offices.findAll(organisationId),
      this.customFields.findAll(organisationId),
    ]);
    const columns = new Map<string, Column>(
      columnsOf(fields).map((column) => [column.header, column]),
    );
    const officeNames = offices.map(({ name }) => name);
    return (column: string, isForCreates: boolean): readonly string[] | undefined => {
      const known = columns.get(column);
      const choices = (known && choicesOf(known, officeNames)) ?? [];
      if (choices.length === 0 || choices.length > MOST_OPTIONS) return undefined;
      return isForCreates && column === 'Profile Status'
        ? choices.filter((choice) => choice !== 'DELETED')
        : choices;
    };
  }
}

function count(
  faults: Map<string, FaultInMemory>,
  row: FaultyRow,
  problem: ReportedProblem,
  headers: readonly string[],
): void {
  const { column, code, suggestion } = problem;
  const index = headers.indexOf(column);
  const cell = row.cells[index] ?? '';
  const whole = problem.value ?? cell;
  const isLong = isLonger(whole, FIXABLE_CHARACTERS);
  const value = startOf(whole, FIXABLE_CHARACTERS);
  const fixable =
    index >= 0 && whole === cell && !isLong && !NEVER_FIXABLE.has(code) && !whole.includes('\0');
  const key = JSON.stringify([column, code, value, fixable]);
  const fault = faults.get(key);
  if (!fault) {
    if (faults.size === MOST_FAULTS) return;
    faults.set(key, {
      column,
      code,
      severity: isWarning(problem) ? 'warning' : 'error',
      value,
      rows: 1,
      fixable,
      ...(suggestion !== undefined && { suggestion }),
      hasCreates: !row.hasUser,
    });
    return;
  }
  fault.rows += 1;
  if (!isWarning(problem)) fault.severity = 'error';
  if (fault.suggestion !== suggestion) delete fault.suggestion;
  if (!row.hasUser) fault.hasCreates = true;
}
