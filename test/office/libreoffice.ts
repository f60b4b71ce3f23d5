import { describe } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = process.env['TEST_LIBREOFFICE'] ?? '';

/** Tests that need LibreOffice. Without it they are skipped by name. */
export function withLibreOffice(tests: () => void): void {
  const run = PROGRAM ? describe : describe.skip;
  run('in LibreOffice', tests);
}

/** How a file is opened or saved: the name of a filter, and its options. */
export interface Filter {
  filter: string;
  options?: string;
}

const CSV = 'Text - txt - csv (StarCalc)';
const MOST_COLUMNS = 40;
const code = (delimiter: string): number => delimiter.charCodeAt(0);

/** Formulas are evaluated, as by default. `asText` takes no cell for a number or date. */
export const openedAsCsv = (delimiter: string, { asText = false } = {}): Filter => {
  const columns = Array.from({ length: MOST_COLUMNS }, (_, index) => `${index + 1}/2`);
  return {
    filter: CSV,
    options: `${code(delimiter)},34,76,1,${asText ? columns.join('/') : ''},0,false,true,false,false,false,-1,true`,
  };
};

const savedAsCsv = (delimiter: string, charset: number, quotesAll: boolean): Filter => ({
  filter: CSV,
  options: `${code(delimiter)},34,${charset},1,,0,${quotesAll},true,false`,
});

const UTF_8 = 76;
const WINDOWS_1252 = 1;
const UTF_16 = 65_535;

export const XLSX: Filter = { filter: 'Calc MS Excel 2007 XML' };

/** Six ways in which people save, by the name of the file. */
export const WAYS_OF_SAVING: Record<string, Filter> = {
  'comma.csv': savedAsCsv(',', UTF_8, false),
  'quoted.csv': savedAsCsv(';', UTF_8, true),
  'tab.tsv': savedAsCsv('\t', UTF_8, false),
  'windows-1252.csv': savedAsCsv(';', WINDOWS_1252, false),
  'utf-16.txt': savedAsCsv('\t', UTF_16, true),
  'workbook.xlsx': XLSX,
};

/** A file to open, cells to type into it, and how to save it. */
export interface Job {
  file: string | Buffer;
  open: Filter;
  /** By row and column, from 0. */
  type?: (readonly [row: number, column: number, text: string])[];
  /** By the name of the saved file. */
  save: Record<string, Filter>;
}

/** Runs jobs in one LibreOffice. Resolves to the saved files of each job, by name. */
export async function runJobs(jobs: readonly Job[]): Promise<Record<string, Buffer>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'office-'));
  const path = (...names: (string | number)[]): string => join(folder, names.join('-'));
  try {
    const lines: string[][] = [];
    for (const [index, { file, open, type = [], save }] of jobs.entries()) {
      await writeFile(path(index), file);
      lines.push(['open', path(index), open.filter, open.options ?? '']);
      for (const [row, column, text] of type) lines.push(['type', `${column}`, `${row}`, text]);
      for (const [name, { filter, options = '' }] of Object.entries(save))
        lines.push(['save', path(index, name), filter, options]);
      lines.push(['close']);
    }
    await writeFile(path('jobs'), lines.map((words) => words.join('\t')).join('\n'));
    await run(join(folder, 'profile'), path('jobs'));
    return await Promise.all(
      jobs.map(async ({ save }, index) => {
        const names = Object.keys(save);
        const files = await Promise.all(names.map((name) => readFile(path(index, name))));
        return Object.fromEntries(names.map((name, at) => [name, files[at] as Buffer]));
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(profile: string, jobs: string): Promise<void> {
  const office = (...words: string[]) =>
    promisify(execFile)(
      PROGRAM,
      [`-env:UserInstallation=${pathToFileURL(profile)}`, '--headless', '--norestore', ...words],
      { timeout: 120_000 },
    );
  // The first start makes the profile, and would overwrite a macro in it.
  await office('--terminate_after_init');
  await addMacro(join(profile, 'user/basic/Standard'));
  await office(`macro:///Standard.Jobs.Run("${jobs}")`);
}

async function addMacro(library: string): Promise<void> {
  await mkdir(library, { recursive: true });
  const macro = await readFile(new URL('jobs.bas', import.meta.url), 'utf8');
  await writeFile(
    join(library, 'Jobs.xba'),
    `<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Jobs" script:language="StarBasic">
${macro.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</script:module>`,
  );
  await writeFile(
    join(library, 'script.xlb'),
    `<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Jobs"/>
</library:library>`,
  );
}
