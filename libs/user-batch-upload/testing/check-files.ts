import type { Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leavesNoAdministrator } from '../src/check/administrators.js';
import { CheckChunk } from '../src/check/check-chunk.js';
import { CheckRows } from '../src/check/check-rows.js';
import type { RowRuleCheck } from '../src/check/row-rule.js';
import { ROW_RULES } from '../src/check/rules/index.js';
import { columnsOf, REPORT_COLUMNS } from '../src/columns/column.js';
import { duplicatesIn } from '../src/match/duplicates/duplicates.js';
import type { Mapping, RawRow } from '../src/parse/file-format.js';
import type { RowCheck } from '../src/load/load-row.js';
import { openFile } from '../src/parse/open-file.js';
import type { UserRecord } from '../src/ports/users.port.js';
import { type CodedProblem, problemIn } from '../src/problems/problem.js';
import { Refusal } from '../src/problems/refusal.js';
import { problemsText } from '../src/report/problems-text.js';
import { problemsOf } from '../src/stage/last-administrators.js';
import { movedNamesIn } from '../src/stage/moved-names.js';
import { problemsOfDuplicates } from '../src/stage/refuse-rows.js';
import type { Language } from '../src/texts/language.js';
import { csvLine } from '../src/template/csv-line.js';
import { CHUNK_ROWS, Options } from '../src/user-batch-upload.options.js';
import { MemoryCustomFields, MemoryOffices, MemoryUsers } from './memory-host.js';
import { type OrganisationSetup, organisationOf, someUser } from './organisation.js';

/** The organisation that the files belong to, and the rules that check them. */
export interface FilesSetup extends OrganisationSetup {
  /** By default nobody, so that every row is a create. */
  users?: readonly Partial<UserRecord>[];
  officeLabel?: string;
  /** Rules of the host, beside those of the library. */
  rules?: readonly RowRuleCheck[];
  /** Rules of the library that do not check, as in the options of the module. */
  leaveOut?: readonly Type<RowRuleCheck>[];
  maxRows?: number;
  /** The language of the messages. English by default. */
  language?: Language;
  /** How to read a file, as an upload can say it, by the file's name: `{ 'russian.csv': { encoding: 'windows-1251' } }`. */
  uploads?: Readonly<Record<string, { encoding?: string; sheet?: string; mapping?: Mapping }>>;
}

/** A test of one file. `run` throws an `AssertionError` with the difference. */
export interface FileCheck {
  /** The name of the file. */
  name: string;
  run(): Promise<void>;
}

const EXPECTED = '.expected.csv';
const FILES = /\.(csv|tsv|txt|xlsx|xls|ods)$/;

/**
 * Golden files. Reads, matches and checks every file of the folder with a host in memory, as an upload would, and
 * compares `x.csv` with `x.expected.csv` (`x.xlsx` with `x.xlsx.expected.csv`): the report before Finish, with the action
 * in place of the result. For a refused file, the report has its code and texts. With `UPDATE=1` in the environment, the expected
 * files are written instead. For any test runner: `test.each(checkFiles(folder, setup))('$name', ({ run }) => run())`.
 */
export function checkFiles(folder: string, setup: FilesSetup = {}): FileCheck[] {
  const names = readdirSync(folder)
    .filter((name) => FILES.test(name) && !name.endsWith(EXPECTED))
    .sort();
  if (names.length === 0) throw new Error(`There is no file to check in ${folder}.`);
  return names.map((name) => ({
    name,
    async run() {
      const expected = join(folder, name.replace(/\.csv$/, '') + EXPECTED);
      const found = await reportOf(join(folder, name), setup, setup.uploads?.[name] ?? {});
      if (process.env['UPDATE'] === '1') return writeFile(expected, found);
      if (!existsSync(expected))
        throw new Error(
          `${name} has no ${EXPECTED} yet. Run with UPDATE=1, and read what it wrote.`,
        );
      strictEqual(found, await readFile(expected, 'utf8'));
    },
  }));
}

async function reportOf(
  path: string,
  setup: FilesSetup,
  upload: { encoding?: string; sheet?: string; mapping?: Mapping },
): Promise<string> {
  const { actor, offices, fields } = organisationOf(setup);
  const { language = 'en' } = setup;
  const users = new MemoryUsers(
    (setup.users ?? []).map((user, index) =>
      someUser(
        { id: `user-${index + 1}`, email: `user-${index + 1}@example.com`, ...user },
        offices,
      ),
    ),
  );
  const options = new Options({ rules: { leaveOut: setup.leaveOut ?? [] } });
  const checkChunk = new CheckChunk(
    users,
    new MemoryOffices(offices, setup.officeLabel ?? 'Office'),
    new MemoryCustomFields(fields),
    new CheckRows(
      found([...ROW_RULES.map((Rule) => new Rule(users)), ...(setup.rules ?? [])]),
      options,
    ),
  );
  try {
    const opened = await openFile(path, {
      columns: columnsOf(fields),
      maxRows: setup.maxRows ?? new Options({}).maxRows,
      chunkSize: CHUNK_ROWS,
      ...upload,
    });
    const scope = await checkChunk.scope(actor, {
      headers: opened.headers,
      isWorkbook: opened.sheet !== null,
      language,
    });
    const rows: RawRow[] = [];
    const checks: RowCheck[] = [];
    for await (const chunk of opened.chunks) {
      rows.push(...chunk);
      checks.push(...(await checkChunk.check(chunk, scope)));
    }
    const repeated = problemsOfDuplicates(duplicatesIn(checks));
    const moved = movedNamesIn(checks, options);
    const leaving = checks.filter(({ losesAdministrator }) => losesAdministrator);
    const gone = new Set(leaving.flatMap(({ user }) => user?.id ?? []));
    const last = (await leavesNoAdministrator(users, scope.organisationId, gone))
      ? problemsOf(leaving)
      : new Map<number, CodedProblem[]>();
    const lines = rows.map((row, index) => {
      const { action = '', problems = [] } = checks[index] ?? {};
      const added = [repeated, moved, last]
        .flatMap((of) => of.get(row.line) ?? [])
        .map((problem) => problemIn(language, problem));
      return csvLine([
        ...row.cells,
        problemsText(language, [...problems, ...added]),
        repeated.has(row.line) || last.has(row.line) ? 'INVALID' : action,
        String(row.line),
        ...row.extraCells,
      ]);
    });
    return [csvLine([...opened.headers, ...REPORT_COLUMNS]), ...lines].join('');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { detail, errors } = error.in(language);
    return [
      csvLine(['Refused', 'Column', 'Message']),
      csvLine([error.code, '', detail]),
      ...errors.map(({ code, column = '', message }) => csvLine([code, column, message])),
    ].join('');
  }
}

/** Rules where `CheckRows` looks for them. */
const found = (rules: readonly RowRuleCheck[]): DiscoveryService =>
  ({
    getProviders: () => rules.map((instance) => ({ metatype: instance.constructor, instance })),
  }) as unknown as DiscoveryService;
