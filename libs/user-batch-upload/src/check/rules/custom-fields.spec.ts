import { describe, expect, test } from '@jest/globals';
import { type RowUnderCheckSetup, rowUnderCheck } from '../../../testing/index.js';
import type { Problem } from '../../problems/problem.js';
import type { CustomFieldKind } from '../../ports/custom-fields.port.js';
import type { RowRuleCheck } from '../row-rule.js';
import { DateExists } from './date-exists.rule.js';
import { NumberIsPlain } from './number-is-plain.rule.js';
import { OptionExists } from './option-exists.rule.js';
import { YesNoIsKnown } from './yes-no-is-known.rule.js';

/** The one problem that the rule finds with this cell of a custom field. */
async function problemWith(
  rule: RowRuleCheck,
  kind: CustomFieldKind,
  value: string,
  options: string[] = [],
  setup: RowUnderCheckSetup<string> = {},
): Promise<Problem | undefined> {
  const row = rowUnderCheck({
    fields: [{ label: 'Extra', kind, options }],
    cells: { Extra: value },
    ...setup,
  });
  await rule.check([row], row.context);
  expect(row.problems.length).toBeLessThanOrEqual(1);
  return row.problems[0];
}

describe('a NUMBER', () => {
  const rule = new NumberIsPlain();

  test.each(['12', '-12.50', '007', '12345678901234567890.5', ''])('%j is fine', async (value) => {
    expect(await problemWith(rule, 'NUMBER', value)).toBeUndefined();
  });

  test('with a decimal comma gets the one with a period as its suggestion', async () => {
    expect(await problemWith(rule, 'NUMBER', '12,50')).toEqual({
      column: 'Extra',
      code: 'NUMBER_INVALID',
      severity: 'error',
      value: '12,50',
      message: '“12,50” is not a number. Enter digits, with a period before decimals.',
      suggestion: '12.50',
    });
  });

  test.each([
    ['1.234,50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['0,125', '0.125'],
    ['1 234,50', '1234.50'],
    ['1’234.50', '1234.50'],
    ['12 %', undefined],
    ['45%', undefined],
    ['１２', '12'],
    ["'12", '12'],
    ["'1,500", undefined],
    ['$5', '5'],
    ['-$5.25', '-5.25'],
    ['5,20 €', '5.20'],
    ['−7', '-7'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['12 50', undefined],
    ['1,2,3', undefined],
    ['twelve', undefined],
    ['NaN', undefined],
    ['0x10', undefined],
    ['١٢', undefined],
  ])('for %j the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'NUMBER', value);
    expect(problem?.code).toBe('NUMBER_INVALID');
    expect(problem?.suggestion).toBe(suggestion);
  });

  test.each(['1,500', '-1,500', '$1,500'])(
    '%j may be two numbers, so that none is suggested',
    async (value) => {
      const problem = await problemWith(rule, 'NUMBER', value);
      expect(problem?.message).toContain(`“${value}” can be read as two different numbers: `);
      expect(problem?.suggestion).toBeUndefined();
    },
  );

  test('for 4.4E+9 the message says what the spreadsheet did, and nothing is suggested', async () => {
    const problem = await problemWith(rule, 'NUMBER', '4.4E+9');
    expect(problem?.message).toMatch(
      /“4.4E\+9”.*spreadsheet has turned it into scientific notation/,
    );
    expect(problem?.suggestion).toBeUndefined();
  });

  test('that an update writes differently but means the same is not judged', async () => {
    const user = { customFields: { Extra: '1.5' } };
    expect(await problemWith(rule, 'NUMBER', '1.50', [], { user })).toBeUndefined();
  });
});

describe('a DATE', () => {
  const rule = new DateExists();

  test.each(['2024-03-15', '2024-02-29', '1000-01-01', '9999-12-31', ''])(
    '%j is fine',
    async (value) => {
      expect(await problemWith(rule, 'DATE', value)).toBeUndefined();
    },
  );

  test('in another format gets the day that it means as its suggestion', async () => {
    expect(await problemWith(rule, 'DATE', '03/15/2024')).toEqual({
      column: 'Extra',
      code: 'DATE_INVALID',
      severity: 'error',
      value: '03/15/2024',
      message: '“03/15/2024” is not a date. Enter it as YYYY-MM-DD.',
      suggestion: '2024-03-15',
    });
  });

  test.each([
    ['15/03/2024', '2024-03-15'],
    ['04/04/2024', '2024-04-04'],
    ['15.03.2024', '2024-03-15'],
    ['2024/3/5', '2024-03-05'],
    ['2024-3-5', '2024-03-05'],
    ['20240315', '2024-03-15'],
    ['2024-03-15 00:00:00', '2024-03-15'],
    ['2024-03-15T09:30:00Z', undefined],
    ['2024-03-15T00:00:00Z', undefined],
    ['2024-03-15T23:30:00-05:00', undefined],
    ['2024-03-15T00:00:00', '2024-03-15'],
    ['2024-03-15 00:00:00', '2024-03-15'],
    ['3/15/2024 12:00:00 AM', '2024-03-15'],
    ['15-Mar-2024', '2024-03-15'],
    ['Mar/15/2024', '2024-03-15'],
    ['2024/Mar/15', '2024-03-15'],
    ["'2024-03-15", '2024-03-15'],
    ["'03/15/2024", '2024-03-15'],
    ['15-Mar-24', undefined],
    ['15/Mar/2024', '2024-03-15'],
    ['15Mar2024', '2024-03-15'],
    ['15Mar24', undefined],
    ['15/Mar/24', undefined],
    ['2024 03 15', '2024-03-15'],
    ['2024 13 15', undefined],
    ['03 15 24', undefined],
    ['Mar 15, 2024', '2024-03-15'],
    ['March 15th, 2024', '2024-03-15'],
    ['15 mars 2024', '2024-03-15'],
    ['15. März 2024', '2024-03-15'],
    ['15 de marzo de 2024', '2024-03-15'],
    ['15 marzo 2024', '2024-03-15'],
    ['Fri Mar 15 2024', '2024-03-15'],
    ['Sat Mar 15 2024', undefined],
    ['2024年03月15日', '2024-03-15'],
    ['２０２４-03-15', '2024-03-15'],
    ['2024–03–15', '2024-03-15'],
    ['15. 3. 2024', '2024-03-15'],
    ['30 Feb 2024', undefined],
    ['45123', undefined],
    ['1710460800', undefined],
    ['2024-03', undefined],
    ['today', undefined],
    ['03/15/24', undefined],
    ['02/30/2024', undefined],
    ['13/13/2024', undefined],
    ['soon', undefined],
    ['0000-01-01', undefined],
    ['0999-12-31', undefined],
    ['10000-01-01', undefined],
    ['01/01/0000', undefined],
    ['0024/3/15', undefined],
    ['2023-02-29', undefined],
    ['1900-02-29', undefined],
  ])('for %j the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'DATE', value);
    expect(problem?.code).toBe('DATE_INVALID');
    expect(problem?.suggestion).toBe(suggestion);
  });

  test.each(['0000-01-01', '0999-12-31', '10000-01-01', '03/15/0999', '15 Mar 0024'])(
    'the message for %j names the years that are taken',
    async (value) => {
      const problem = await problemWith(rule, 'DATE', value);
      expect(problem?.message).toMatch(/years 1000 to 9999/);
    },
  );

  test.each(['03/04/2024', '03-04-2024', '03.04.2024'])(
    '%j may be two days, so that none is suggested',
    async (value) => {
      const problem = await problemWith(rule, 'DATE', value);
      expect(problem?.message).toBe(
        `“${value}” can be read as two different days. Enter the date as YYYY-MM-DD.`,
      );
      expect(problem?.suggestion).toBeUndefined();
    },
  );

  test.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024/02/30',
    '04/31/2024',
    '31.04.2024',
    '13/13/2024',
    '31 April 2024',
    'February 29, 2023',
  ])('%s does not exist', async (value) => {
    expect(await problemWith(rule, 'DATE', value)).toEqual({
      column: 'Extra',
      code: 'DATE_INVALID',
      severity: 'error',
      value,
      message: `There is no day “${value}”. Enter a date that exists, as YYYY-MM-DD.`,
    });
  });

  test('for 45322 the message says what the spreadsheet did, and nothing is suggested', async () => {
    const problem = await problemWith(rule, 'DATE', '45322');
    expect(problem?.message).toMatch(/“45322” is a day count: a spreadsheet has replaced the date/);
    expect(problem?.suggestion).toBeUndefined();
  });
});

describe('a YES_NO', () => {
  const rule = new YesNoIsKnown();

  test.each(['Yes', 'no', 'Y', 'n', 'TRUE', 'false', '1', '0', ''])('%j is fine', async (value) => {
    expect(await problemWith(rule, 'YES_NO', value)).toBeUndefined();
  });

  test('that is neither gets the nearer as its suggestion', async () => {
    expect(await problemWith(rule, 'YES_NO', 'yess')).toEqual({
      column: 'Extra',
      code: 'YES_NO_INVALID',
      severity: 'error',
      value: 'yess',
      message: '“yess” is neither yes nor no. Enter Yes or No.',
      suggestion: 'Yes',
    });
  });

  test.each(['maybe', '2', 'constructor', '__proto__'])(
    'for %j nothing is suggested',
    async (value) => {
      const problem = await problemWith(rule, 'YES_NO', value);
      expect(problem?.code).toBe('YES_NO_INVALID');
      expect(problem?.suggestion).toBeUndefined();
    },
  );
});

describe('a LIST', () => {
  const rule = new OptionExists();

  test('one of its options is fine', async () => {
    expect(await problemWith(rule, 'LIST', 'Red', ['Red', 'Blue'])).toBeUndefined();
  });

  test('the message about any other value names the options, and suggests the nearest', async () => {
    expect(await problemWith(rule, 'LIST', 'red', ['Red', 'Blue'])).toEqual({
      column: 'Extra',
      code: 'OPTION_INVALID',
      severity: 'error',
      value: 'red',
      message: '“red” is not one of the options. Enter one of these exactly: Red, Blue.',
      suggestion: 'Red',
    });
  });

  test('of twelve options ten are named and two are counted', async () => {
    const options = Array.from(
      { length: 12 },
      (_, index) => `Option ${String.fromCharCode(65 + index)}`,
    );
    const problem = await problemWith(rule, 'LIST', 'none of them', options);
    expect(problem?.message).toContain('Option I, Option J and 2 more.');
    expect(problem?.suggestion).toBeUndefined();
  });
});
