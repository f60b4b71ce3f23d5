import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { cleanCell } from '../parse/clean-cell.js';
import type { Actor } from '../ports/actors.port.js';
import { CheckChunk } from '../check/check-chunk.js';
import type { CheckScope } from '../check/row-plan.js';
import type { BaseHeader, Column } from '../columns/column.js';
import { csvLine } from '../template/csv-line.js';
import { guard } from '../columns/formula-guard.js';
import { templateCsv } from '../template/template-csv.js';
import { CHUNK_ROWS } from '../user-batch-upload.options.js';

type Cells = ReadonlyMap<string, string>;

/** `key` makes the Internal IDs and e-mails of one sample differ from those of another. */
const people = (key: string): Partial<Record<BaseHeader, string>>[] => [
  {
    'Profile Type ID': '1',
    'Internal ID': `SAMPLE-1${key}`,
    'Email Address': `ana.sousa${key}@example.com`,
    'First Name': 'Ana',
    'Last Name': 'Sousa',
    'Profile Status': 'ACTIVE',
    'Mobile Phone Country': 'USA',
    'Mobile Phone': '5551234567',
  },
  {
    'Profile Type ID': '1',
    'Internal ID': `SAMPLE-2${key}`,
    'Email Address': `li.wei${key}@example.com`,
    'First Name': 'Li',
    'Last Name': 'Wei',
  },
  {
    'Profile Type ID': '2',
    'Internal ID': `SAMPLE-3${key}`,
    'Email Address': `front.desk${key}@example.com`,
    'First Name': 'Example Clinic',
    'Profile Status': 'INACTIVE',
  },
];

/** Used where a user already has one of the sample's keys. */
const newKey = (): string => `-${randomBytes(4).toString('hex')}`;

/** The template with a few rows that load into this organisation without a problem, according to its own rules. */
@Injectable()
export class Sample {
  constructor(private readonly checkChunk: CheckChunk) {}

  async csv(actor: Actor): Promise<string> {
    const organisation = await this.checkChunk.organisation(actor.organisationId);
    const headers = organisation.columns.map(({ header }) => header);
    const scope: CheckScope = {
      ...organisation,
      headers,
      isWorkbook: false,
      language: 'en',
      actor,
    };
    const values = await this.values(scope);
    const rows = (await this.isLoadable(rowsOf('', values), scope))
      ? rowsOf('', values)
      : rowsOf(newKey(), values);
    return (
      templateCsv(scope.columns) +
      rows.map((row) => csvLine(headers.map((header) => row.get(header) ?? ''))).join('')
    );
  }

  /**
   * The office and the values of the custom fields. Skips an office or option that no row can name: two offices share
   * the name, or reading removes some of its characters. If no office can be named, no file can create a user. The rows
   * then name the first office, or none, so that the review says what is wrong. A required list field is handled in the
   * same way; an optional one is left blank.
   */
  private async values(scope: CheckScope): Promise<Cells> {
    const candidates = new Map(
      scope.columns.map((column) => [column, candidatesFor(column, scope)]),
    );
    const count = Math.max(1, ...[...candidates.values()].map(({ length }) => length));
    const problems = await this.problems(
      Array.from(
        { length: count },
        (_, index) =>
          new Map([
            ...Object.entries(people(newKey())[0] ?? {}),
            ...[...candidates].map(([{ header }, all]): [string, string] => [
              header,
              all[index] ?? '',
            ]),
          ]),
      ),
      scope,
    );
    return new Map(
      [...candidates]
        .filter(([, all]) => all.length > 0)
        .map(([{ header, field }, all]) => {
          const usable = all.find((_, index) => !problems[index]?.has(header));
          return [header, usable ?? (field?.required === false ? '' : (all[0] ?? ''))];
        }),
    );
  }

  /** The columns with a problem, for each row. */
  private async problems(rows: Cells[], scope: CheckScope): Promise<Set<string>[]> {
    const rowChecks = await this.checkChunk.check(rawRows(rows, scope), scope);
    return rowChecks.map(({ problems }) => new Set(problems.map(({ column }) => column)));
  }

  /** Whether the sample would change nobody but the users of an earlier sample. */
  private async isLoadable(rows: Cells[], scope: CheckScope): Promise<boolean> {
    const rowChecks = await this.checkChunk.check(rawRows(rows, scope), scope);
    return rowChecks.every(({ action }) => action === 'CREATE' || action === 'UNCHANGED');
  }
}

const rowsOf = (key: string, values: Cells): Cells[] =>
  people(key).map((person) => new Map([...Object.entries(person), ...values]));

/** The cells as they are read back from the file. */
const rawRows = (rows: Cells[], { headers }: CheckScope) =>
  rows.map((row, index) => ({
    line: index + 2,
    cells: headers.map((header) => cleanCell(guard(row.get(header) ?? ''))),
    extraCells: [],
  }));

/** The values that a column may have. None for the columns that the people above fill. */
function candidatesFor({ property, field }: Column, { offices }: CheckScope): string[] {
  if (property)
    return property === 'office'
      ? [...new Set(offices.map(({ name }) => name))].slice(0, CHUNK_ROWS)
      : [];
  switch (field.kind) {
    case 'TEXT':
      return ['Any text'];
    case 'NUMBER':
      return ['1.5'];
    case 'DATE':
      return ['2024-03-15'];
    case 'YES_NO':
      return ['Yes'];
    case 'LIST':
      return field.options.slice(0, CHUNK_ROWS);
  }
}
