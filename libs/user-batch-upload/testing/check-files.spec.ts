import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../src/check/row-rule.js';
import { PhoneHasTenDigits } from '../src/check/rules/index.js';
import { checkFiles, type FilesSetup } from './index.js';

const FILE = `Email Address,Internal ID,Profile Type ID,First Name,Last Name,Office,Profile Status,Mobile Phone Country,Mobile Phone
mia@new.example,,1,Mia,Moss,North Clinc,,,
MIA@new.example,,1,Max,Park,North Clinic,,,0123
ana@old.example,,,Anna,,,,,
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  await writeFile(join(folder, 'people.csv'), FILE);
});
afterEach(async () => {
  delete process.env['UPDATE'];
  await rm(folder, { recursive: true });
});

const users = [{ email: 'ana@old.example', firstName: 'Ana', lastName: 'Sousa' }];
const run = async (setup: FilesSetup = { users }): Promise<void> => {
  for (const file of checkFiles(folder, setup)) await file.run();
};
const update = async (setup?: FilesSetup): Promise<string> => {
  process.env['UPDATE'] = '1';
  await run(setup);
  delete process.env['UPDATE'];
  return readFile(join(folder, 'people.expected.csv'), 'utf8');
};

test('UPDATE=1 writes the report of the file; it then passes until something differs', async () => {
  await expect(run()).rejects.toThrow('people.csv has no .expected.csv yet.');
  const lines = (await update()).split('\r\n');
  expect(lines[0]).toMatch(/^Email Address,Internal ID,.*,Problems,Result,Line$/);
  expect(lines[1]).toContain('Suggestion: North Clinic');
  expect(lines[1]).toMatch(/the same email.*INVALID,2$/i);
  expect(lines[2]).toMatch(/Mobile Phone: .*INVALID,3$/);
  expect(lines[3]).toMatch(/^ana@old\.example,,,Anna,,,,,,,UPDATE,4$/);
  await run();
  await expect(run({ users: [] })).rejects.toThrow(/Expected values to be strictly equal/);
});

@RowRule()
class NobodyIsCalledAnna implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows)
      if (row.cell('First Name') === 'Anna')
        row.report({ column: 'First Name', code: 'ANNA', message: 'Not Anna.' });
  }
}

test('rules of the host check too, and rules of the library may be left out', async () => {
  const report = await update({
    users,
    rules: [new NobodyIsCalledAnna()],
    leaveOut: [PhoneHasTenDigits],
  });
  expect(report).toContain('First Name: Not Anna.,INVALID,4');
  expect(report).not.toContain('Mobile Phone: ');
});

test('a refused file has its code, its columns and its texts', async () => {
  await writeFile(join(folder, 'people.csv'), FILE.replace('Office', 'Clinic'));
  const report = await update();
  expect(report).toMatch(/^Refused,Column,Message\r\nHEADER_INVALID,,/);
  expect(report).toMatch(/\r\nCOLUMN_UNKNOWN,Clinic,/);
});

test('a folder without a file is an error, so that a wrong path does not pass', async () => {
  await rm(join(folder, 'people.csv'));
  expect(() => checkFiles(folder)).toThrow('There is no file to check');
});
