import { describe, expect, test } from '@jest/globals';
import { type RowUnderCheckSetup, rowUnderCheck } from '../../../testing/index.js';
import type { Problem } from '../../problems/problem.js';
import type { Users } from '../../ports/users.port.js';
import type { RowRuleCheck } from '../row-rule.js';
import { CellsAreUndamaged } from './cells-are-undamaged.rule.js';
import { CellsFitTheHeader } from './cells-fit-the-header.rule.js';
import { RequiredCellsAreFilled } from './required-cells-are-filled.rule.js';
import { TextFits } from './text-fits.rule.js';
import { UserIsUnprotected } from './user-is-unprotected.rule.js';

async function problemsOf(
  rule: RowRuleCheck,
  setup: RowUnderCheckSetup<string>,
): Promise<readonly Problem[]> {
  const row = rowUnderCheck(setup);
  await rule.check([row], row.context);
  return row.problems;
}

const INDIVIDUAL = {
  'Profile Type ID': '1',
  'Email Address': 'mia@example.com',
  'First Name': 'Mia',
  'Last Name': 'Moss',
  Office: 'North Clinic',
};

describe('required cells', () => {
  const rule = new RequiredCellsAreFilled();
  const missing = async (setup: RowUnderCheckSetup<string>) =>
    (await problemsOf(rule, setup)).map(({ column }) => column);

  test('a create with all of them is fine', async () => {
    expect(await problemsOf(rule, { cells: INDIVIDUAL })).toEqual([]);
  });

  test.each(['Profile Type ID', 'Email Address', 'First Name', 'Office'])(
    'a create without %s is refused',
    async (column) => {
      expect(await problemsOf(rule, { cells: { ...INDIVIDUAL, [column]: '' } })).toEqual([
        {
          column,
          code: 'REQUIRED',
          severity: 'error',
          value: '',
          message: `${column} is empty, but needed to create a user. Fill it in.`,
        },
      ]);
    },
  );

  test('a row that looks like an update of nobody says that no user has its e-mail', async () => {
    const cells = { 'Email Address': 'mai@example.com', Office: 'North Clinic' };
    const problems = await problemsOf(rule, { cells });
    expect(problems.map(({ message }) => message)).toEqual([
      'No user has the email “mai@example.com”, so this row would create one. To update a user, correct the email. To create one, fill in Profile Type ID and First Name.',
      'First Name is empty, but needed to create a user. Fill it in.',
    ]);
  });

  test('a row whose one key is a mistake may be an update: nothing is missing yet', async () => {
    expect(await missing({ cells: { 'Internal ID': '4.4E+9' } })).toEqual([]);
  });

  test('all empty cells are reported at once', async () => {
    expect(await missing({})).toEqual(['Profile Type ID', 'Email Address', 'First Name', 'Office']);
  });

  test.each([
    ['1', ['Last Name']],
    ['2', []],
    ['', ['Profile Type ID']],
    ['3', []],
  ])('a create of type %j without a last name lacks %j', async (type, columns) => {
    expect(
      await missing({ cells: { ...INDIVIDUAL, 'Profile Type ID': type, 'Last Name': '' } }),
    ).toEqual(columns);
  });

  test('a required custom field is needed on a create only', async () => {
    const fields = [{ label: 'Badge', kind: 'TEXT' as const, required: true }];
    expect(await missing({ fields, cells: INDIVIDUAL })).toEqual(['Badge']);
    expect(await missing({ fields, user: {}, cells: { 'First Name': 'Max' } })).toEqual([]);
  });

  test.each([
    [
      'a Facility without one becomes an Individual',
      { profileType: '2', lastName: '' },
      { 'Profile Type ID': '1' },
      ['Last Name'],
    ],
    [
      'a Facility with one becomes an Individual',
      { profileType: '2', lastName: 'Moss' },
      { 'Profile Type ID': '1' },
      [],
    ],
    [
      'the row brings one along',
      { profileType: '2', lastName: '' },
      { 'Profile Type ID': '1', 'Last Name': 'Moss' },
      [],
    ],
    [
      'an Individual lacks one already',
      { profileType: '1', lastName: '' },
      { 'First Name': 'Max' },
      ['Last Name'],
    ],
    ['a Facility lacks one', { profileType: '2', lastName: '' }, { 'First Name': 'Max' }, []],
  ] as const)('an update where %s', async (_, user, cells, columns) => {
    expect(await missing({ user, cells })).toEqual(columns);
  });
});

describe('length', () => {
  const rule = new TextFits();
  const fields = [
    { label: 'Note', kind: 'TEXT' as const },
    { label: 'Hours', kind: 'NUMBER' as const },
  ];

  test.each([
    ['Internal ID', 254],
    ['Email Address', 254],
    ['First Name', 254],
    ['Last Name', 254],
    ['Profile Type ID', 254],
    ['Office', 254],
    ['Profile Status', 254],
    ['Mobile Phone Country', 254],
    ['Mobile Phone', 254],
    ['Hours', 254],
    ['Note', 4_000],
  ])('%s holds %i characters and not one more', async (column, limit) => {
    expect(await problemsOf(rule, { fields, cells: { [column]: 'x'.repeat(limit) } })).toEqual([]);
    const value = 'x'.repeat(limit + 1);
    expect(await problemsOf(rule, { fields, cells: { [column]: value } })).toEqual([
      {
        column,
        code: 'TOO_LONG',
        severity: 'error',
        value,
        message: `“${'x'.repeat(60)}…” has ${limit + 1} characters; at most ${limit} are allowed. Shorten it.`,
      },
    ]);
  });

  test('an emoji is one character', async () => {
    expect(await problemsOf(rule, { cells: { 'First Name': '🙂'.repeat(254) } })).toEqual([]);
  });
});

describe('damaged cells', () => {
  const rule = new CellsAreUndamaged();
  const fields = [
    { label: 'Note', kind: 'TEXT' as const },
    { label: 'Colour', kind: 'LIST' as const },
  ];
  const codesOf = async (column: string, value: string) =>
    (await problemsOf(rule, { fields, cells: { [column]: value } })).map(({ code }) => code);

  test.each(['\n', '\r\n', '\t', '\u0000', '\u0007', '\u0085', '\u2028', '\u2029', '\u007f'])(
    '%j is refused in a name',
    async (sign) => {
      expect(await codesOf('First Name', `a${sign}b`)).toEqual(['CONTROL_CHARACTER']);
    },
  );

  test.each(['\n', '\r\n'])('%j is fine in a TEXT field', async (sign) => {
    expect(await codesOf('Note', `a${sign}b`)).toEqual([]);
  });

  test.each([
    ['Colour', 'a\nb'],
    ['Note', 'a\tb'],
    ['Note', 'a\u0000b'],
    ['Note', 'a\u2028b'],
  ])('%s refuses %j', async (column, value) => {
    expect(await codesOf(column, value)).toEqual(['CONTROL_CHARACTER']);
  });

  test('the message says what to do', async () => {
    expect(await problemsOf(rule, { cells: { 'Last Name': 'a\nb' } })).toEqual([
      {
        column: 'Last Name',
        code: 'CONTROL_CHARACTER',
        severity: 'error',
        value: 'a\nb',
        message:
          '“a␣b” has an invisible character or a line break (shown as ␣). Remove it, or type the cell again.',
        suggestion: 'a b',
      },
    ]);
  });

  test.each([
    ['First Name', 'Ann\u200BMarie', 'AnnMarie'],
    ['First Name', 'Chlo\u00ADe', 'Chloe'],
    ['Last Name', '\u202Emos', 'mos'],
    ['Office', 'North\nClinic', 'North Clinic'],
    ['Office', 'North\u3164Clinic', 'NorthClinic'],
    ['Note', 'one\u200B\ntwo', 'one\ntwo'],
  ])('in %s, for %j the suggestion is %j', async (column, value, suggestion) => {
    const [problem] = await problemsOf(rule, { fields, cells: { [column]: value } });
    expect(problem).toMatchObject({ code: 'CONTROL_CHARACTER', suggestion });
    expect(problem?.message).toContain('␣');
  });

  test.each(['#N/A', '#REF!', '#NV', '#ÜBERLAUF!', '#DEĞER!', 'Err:502', '####', '##########'])(
    '%j is an error of a spreadsheet in any column',
    async (value) => {
      for (const column of ['First Name', 'Office', 'Internal ID', 'Note', 'Colour'])
        expect(await codesOf(column, value)).toEqual(['SPREADSHEET_ERROR']);
    },
  );

  test.each(['#1', '###', '#N/A!', 'Err:5021', 'see #N/A', 'Error'])(
    '%j is text',
    async (value) => {
      expect(await codesOf('Note', value)).toEqual([]);
    },
  );

  test('a cell that was damaged before the upload has a message that says so', async () => {
    const [problem] = await problemsOf(rule, { cells: { 'Last Name': 'M\uFFFDller' } });
    expect(problem).toMatchObject({
      column: 'Last Name',
      code: 'CONTROL_CHARACTER',
      severity: 'error',
      value: 'M\uFFFDller',
    });
    expect(problem?.message).toMatch(/damaged before the upload.*Enter it again/);
  });
});

describe('cells beyond the header', () => {
  const rule = new CellsFitTheHeader();

  test('none is fine', async () => {
    expect(await problemsOf(rule, {})).toEqual([]);
  });

  test.each([
    [['Inc.'], '1 filled cell', 'Inc.'],
    [['a', 'b'], '2 filled cells', 'a, b'],
  ])('%j are one problem', async (extraCells, count, value) => {
    expect(await problemsOf(rule, { extraCells })).toEqual([
      {
        column: '',
        code: 'TOO_MANY_CELLS',
        severity: 'error',
        value,
        message: `The row has ${count} to the right of the last column: “${value}”. Move the text into its column; in a text file, a cell that contains the separator must be in quotes.`,
      },
    ]);
  });
});

describe('protected users', () => {
  const actor = { userId: 'me' };
  const asked: string[][] = [];
  const findChangeable: Users['findChangeable'] = async (_actor, ids) => {
    asked.push(ids);
    return ids.filter((id) => id !== 'boss');
  };
  const rule = new UserIsUnprotected({ findChangeable } as Users);

  test('a user whom the actor may not change: the message says why, and whom to ask', async () => {
    const cells = { 'First Name': 'Max', 'Internal ID': 'N-9' };
    expect(await problemsOf(rule, { actor, user: { id: 'boss' }, cells })).toEqual([
      {
        column: 'Email Address',
        code: 'PROTECTED_USER',
        severity: 'error',
        value: '',
        message:
          'This user has a higher rank than you, or a permission that you don’t have, so you can’t change them. Ask an administrator who has both.',
      },
    ]);
  });

  test('the host is asked once for all rows, and not at all where no row has a user', async () => {
    const rows = ['a', 'boss', 'a'].map((id) => rowUnderCheck({ actor, user: { id } }));
    asked.length = 0;
    await rule.check([...rows, rowUnderCheck({ actor })], rows[0]!.context);
    expect(rows.map(({ problems }) => problems.length)).toEqual([0, 1, 0]);
    await rule.check([rowUnderCheck({ actor })], rows[0]!.context);
    expect(asked).toEqual([['a', 'boss']]);
  });

  test.each(['INACTIVE', 'DELETED'])('one’s own record can’t become %s', async (value) => {
    const cells = { 'Profile Status': value };
    expect(await problemsOf(rule, { actor, user: { id: 'me' }, cells })).toEqual([
      {
        column: 'Profile Status',
        code: 'PROTECTED_USER',
        severity: 'error',
        value,
        message:
          'This is your own record: you can’t change your email or status here. Ask another administrator.',
      },
    ]);
  });

  test('one’s own e-mail can’t change, but for the case of its letters', async () => {
    const user = { id: 'me', email: 'me@example.com' };
    const own = async (email: string) =>
      (await problemsOf(rule, { actor, user, cells: { 'Email Address': email } })).map(
        ({ column, code }) => `${column}: ${code}`,
      );
    expect(await own('you@example.com')).toEqual(['Email Address: PROTECTED_USER']);
    expect(await own('ME@example.com')).toEqual([]);
  });

  test.each([
    ['one’s own name may change', { id: 'me' }, { 'First Name': 'Max' }],
    [
      'one’s own status may stay',
      { id: 'me' },
      { 'Profile Status': 'ACTIVE', 'First Name': 'Max' },
    ],
    ['another’s status may change', { id: 'you' }, { 'Profile Status': 'DELETED' }],
  ])('%s', async (_, user, cells) => {
    expect(await problemsOf(rule, { actor, user, cells })).toEqual([]);
  });
});
