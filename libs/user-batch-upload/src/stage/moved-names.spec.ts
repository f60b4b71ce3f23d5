import { expect, test } from '@jest/globals';
import { PersonStaysTheSame } from '../check/rules/person-stays-the-same.rule.js';
import type { RowCheck } from '../load/load-row.js';
import { Options } from '../user-batch-upload.options.js';
import { movedNamesIn } from './moved-names.js';

/** A row of a user with this name, and the name that it gives. */
const row = (line: number, before: string, after?: string) =>
  ({
    line,
    user: { id: `user-${line}`, name: before },
    renaming: after ? { column: 'First Name', before, after } : null,
  }) as RowCheck;
const rows = [
  row(2, 'Mia Moss', 'bb BBSON'),
  row(3, 'Bb Bbson'),
  row(4, 'Ida Iden', 'Ida Married'),
];

test('a row that gives the name of another user of the file gets a warning, whatever the case', () => {
  const found = movedNamesIn(rows, new Options({}));
  expect([...found.keys()]).toEqual([2]);
  expect(found.get(2)).toMatchObject([
    {
      column: 'First Name',
      code: 'PERSON_REPLACED',
      severity: 'warning',
      params: { before: 'Mia Moss', after: 'bb BBSON', isOther: true },
    },
  ]);
});

test('a host that leaves the rule out gets no such warning', () => {
  const options = new Options({ rules: { leaveOut: [PersonStaysTheSame] } });
  expect(movedNamesIn(rows, options).size).toBe(0);
});
