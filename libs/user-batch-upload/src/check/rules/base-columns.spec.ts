import { describe, expect, test } from '@jest/globals';
import { type RowUnderCheckSetup, rowUnderCheck } from '../../../testing/index.js';
import type { Problem } from '../../problems/problem.js';
import type { RowRuleCheck } from '../row-rule.js';
import { EmailIsValid } from './email-is-valid.rule.js';
import { InternalIdIsIntact } from './internal-id-is-intact.rule.js';
import { NameHasALetterOrDigit } from './name-has-a-letter-or-digit.rule.js';
import { OfficeExists } from './office-exists.rule.js';
import { PhoneCountryIsKnown } from './phone-country-is-known.rule.js';
import { PhoneHasTenDigits } from './phone-has-ten-digits.rule.js';
import { ProfileTypeIsKnown } from './profile-type-is-known.rule.js';
import { StatusIsKnown } from './status-is-known.rule.js';

async function problemsOf(
  rule: RowRuleCheck,
  setup: RowUnderCheckSetup,
): Promise<readonly Problem[]> {
  const row = rowUnderCheck(setup);
  await rule.check([row], row.context);
  return row.problems;
}

/** The one problem that the rule finds with this cell. */
async function problemWith(
  rule: RowRuleCheck,
  column: string,
  value: string,
  setup: RowUnderCheckSetup = {},
): Promise<Problem | undefined> {
  const problems = await problemsOf(rule, { ...setup, cells: { [column]: value } });
  expect(problems.length).toBeLessThanOrEqual(1);
  return problems[0];
}

describe('Profile Type ID', () => {
  const rule = new ProfileTypeIsKnown();

  test.each(['1', '2', ''])('%j is fine', async (value) => {
    expect(await problemWith(rule, 'Profile Type ID', value)).toBeUndefined();
  });

  test('the message about any other value names both types', async () => {
    expect(await problemWith(rule, 'Profile Type ID', '3')).toEqual({
      column: 'Profile Type ID',
      code: 'PROFILE_TYPE_INVALID',
      severity: 'error',
      value: '3',
      message: '“3” is not a profile type. Enter 1 for an Individual or 2 for a Facility.',
    });
  });

  test.each([
    ['Individual', '1'],
    ['FACILITY', '2'],
    ['1.0', '1'],
    ['3', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('for %j the suggestion is %j', async (value, suggestion) => {
    expect((await problemWith(rule, 'Profile Type ID', value))?.suggestion).toBe(suggestion);
  });
});

describe('Internal ID', () => {
  const rule = new InternalIdIsIntact();

  test.each(['4.4E+9', '4.4E9', '4.41235E+09', '4,4E+9', '4.4e+9', '-1.5E+12', '1E-07'])(
    '%j was damaged by a spreadsheet',
    async (value) => {
      expect(await problemWith(rule, 'Internal ID', value)).toEqual({
        column: 'Internal ID',
        code: 'INTERNAL_ID_INVALID',
        severity: 'error',
        value,
        message: `“${value}” is no longer an Internal ID: a spreadsheet has turned it into scientific notation and lost digits. Format the column as text and enter the original again.`,
      });
    },
  );

  test.each([
    ['1001.0', undefined],
    ['00731.00', undefined],
    ['1001,0', undefined],
    ["'00123", '00123'],
    ['N/A', undefined],
    ['n.a.', undefined],
    ['null', undefined],
    ['(blank)', undefined],
    ['[object Object]', undefined],
    ['-', undefined],
    ['0', undefined],
  ])('%j is no ID, and the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'Internal ID', value);
    expect(problem).toMatchObject({ code: 'INTERNAL_ID_INVALID', severity: 'error', value });
    expect(problem?.suggestion).toBe(suggestion);
  });

  test('a number with an E may be an honest ID: it goes on with a warning', async () => {
    expect(await problemWith(rule, 'Internal ID', '12E4')).toMatchObject({
      code: 'INTERNAL_ID_INVALID',
      severity: 'warning',
    });
  });

  test.each(['NA', 'A-17', '0042', 'E+9', '4.4', 'É-1', '00', '1.2.0', '---'])(
    '%j is an honest id',
    async (value) => {
      expect(await problemWith(rule, 'Internal ID', value)).toBeUndefined();
    },
  );

  test.each(['2024-03-15', '2024-03-15 10:30:00', '10:30:00'])(
    '%j is a date where a spreadsheet program may have made it one',
    async (value) => {
      expect(await problemWith(rule, 'Internal ID', value, { isWorkbook: true })).toMatchObject({
        code: 'INTERNAL_ID_INVALID',
        severity: 'error',
        message: expect.stringMatching(/ is a date: /),
      });
      expect(await problemWith(rule, 'Internal ID', value)).toBeUndefined();
    },
  );

  test('what an update leaves as it is, is not judged', async () => {
    expect(
      await problemWith(rule, 'Internal ID', '4.4E+9', { user: { internalId: '4.4E+9' } }),
    ).toBeUndefined();
  });
});

describe('Email Address', () => {
  const rule = new EmailIsValid();

  test.each([
    'mia@example.com',
    'Mia.Moss+billing@mail.example.co.uk',
    "o'neil@example.org",
    'a_b-c@x-y.io',
  ])('%j is fine', async (value) => {
    expect(await problemWith(rule, 'Email Address', value)).toBeUndefined();
  });

  test.each([
    ['mia', undefined],
    ['mia@', undefined],
    ['mia@example', undefined],
    ['mia@@example.com', undefined],
    ['"mia moss"@example.com', undefined],
    ['mia@exаmple.com', undefined], // a Cyrillic а
    ['a@example.com, b@example.com', undefined],
    ['mia @example.com', 'mia@example.com'],
    ['mia @ example.com', 'mia@example.com'],
    ['mia(at)example.com', 'mia@example.com'],
    ['o’neil@example.org', "o'neil@example.org"],
    ['mia moss@example.com', undefined],
    ['Mia Moss mia@example.com', undefined],
    ['mia@example.com (work)', undefined],
    ['mia@example.com; max@example.com', undefined],
    ['n/a', undefined],
    ['mia@example.com.', 'mia@example.com'],
    ['mia@example.com,', 'mia@example.com'],
    ['mia@example,com', 'mia@example.com'],
    ['mailto:mia@example.com', 'mia@example.com'],
    ['<mia@example.com>', 'mia@example.com'],
    ['Mia Moss <mia@example.com>', undefined],
  ])('%j is refused, with the suggestion %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'Email Address', value);
    expect(problem).toMatchObject({ column: 'Email Address', code: 'EMAIL_INVALID', value });
    expect(problem?.suggestion).toBe(suggestion);
  });

  test.each([
    ['mia@münchen.example', '“ü” is not one of the letters a to z'],
    ['mia@exаmple.com', '“а” is not one of the letters a to z, even where it looks like one'],
    ['mia(x)@example.com', 'it has “(”'],
    ['mia@example.com/', 'it has “/” behind the @'],
    ['mia@my_clinic.example', 'it has “_” behind the @'],
    ["'mia@example.com'", "it has “'” behind the @"],
    ['mia@example.com?subject=x', 'it has “?” behind the @'],
    ['mia..moss@example.com', 'it has a period where none can be'],
    ['.mia@example.com', 'it has a period where none can be'],
    ['mia.@example.com', 'it has a period where none can be'],
    ['mia@.example.com', 'it has a period where none can be'],
    ['mia@example..com', 'it has a period where none can be'],
  ])('the message about %j names the character that can’t be: %s', async (value, reason) => {
    expect((await problemWith(rule, 'Email Address', value))?.message).toContain(reason);
  });

  test('the message names the value and what one looks like', async () => {
    expect((await problemWith(rule, 'Email Address', 'mia@'))?.message).toBe(
      '“mia@” is not an email address. Enter one like name@example.com.',
    );
  });

  test('a long value is cut to 60 characters in the message, and kept whole in the problem', async () => {
    const value = 'x'.repeat(61);
    const problem = await problemWith(rule, 'Email Address', value);
    expect(problem?.message).toContain(`“${'x'.repeat(60)}…”`);
    expect(problem?.value).toBe(value);
  });
});

describe('First Name and Last Name', () => {
  const rule = new NameHasALetterOrDigit();

  test.each(['Ø', '李', '3', "O'Neil", 'Ann-Marie', 'محمد'])('%j is a name', async (value) => {
    expect(await problemWith(rule, 'First Name', value)).toBeUndefined();
  });

  test.each(['First Name', 'Last Name'])('%s needs one letter or digit', async (column) => {
    expect(await problemWith(rule, column, '--')).toEqual({
      column,
      code: 'NAME_INVALID',
      severity: 'error',
      value: '--',
      message: `“--” has no letter or digit. Enter the ${column} of the user.`,
    });
  });
});

describe('Office', () => {
  const rule = new OfficeExists();
  const offices = ['North Clinic', 'South Clinic', 'HQ'];

  test.each(['North Clinic', 'North   Clinic', 'North\u00A0Clinic', 'North\u2009\u00A0Clinic'])(
    'the exact name is fine, however its spaces are written: %j',
    async (value) => {
      expect(await problemWith(rule, 'Office', value, { offices })).toBeUndefined();
    },
  );

  test('an unknown name gets the nearest one as its suggestion', async () => {
    expect(await problemWith(rule, 'Office', 'Nort Clinic', { offices })).toEqual({
      column: 'Office',
      code: 'OFFICE_UNKNOWN',
      severity: 'error',
      value: 'Nort Clinic',
      message:
        '“Nort Clinic” is not the name of any Office. Enter the name exactly as it is in the platform.',
      suggestion: 'North Clinic',
    });
  });

  test.each([
    ['north clinic', 'North Clinic'],
    ['hq', 'HQ'],
    ['Warehouse', undefined],
    ['H', undefined],
    ['constructor', undefined],
  ])('for %j the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'Office', value, { offices });
    expect(problem?.code).toBe('OFFICE_UNKNOWN');
    expect(problem?.suggestion).toBe(suggestion);
  });

  test('between two that are equally near nothing is guessed', async () => {
    const problem = await problemWith(rule, 'Office', 'Clinic C', {
      offices: ['Clinic A', 'Clinic B'],
    });
    expect(problem?.code).toBe('OFFICE_UNKNOWN');
    expect(problem?.suggestion).toBeUndefined();
  });

  test('a name that two offices have is ambiguous, and never suggested', async () => {
    const twice = { offices: ['North Clinic', 'North Clinic'] };
    expect(await problemWith(rule, 'Office', 'North Clinic', twice)).toEqual({
      column: 'Office',
      code: 'OFFICE_AMBIGUOUS',
      severity: 'error',
      value: 'North Clinic',
      message:
        '“North Clinic” is the name of more than one Office (2). Give them different names in the platform, then upload again.',
    });
    expect((await problemWith(rule, 'Office', 'Nort Clinic', twice))?.suggestion).toBeUndefined();
    const offices = [...twice.offices, 'South Clinic'];
    const both = await problemWith(rule, 'Office', 'South Clinic, North Clinic', { offices });
    expect(both?.suggestion).toBeUndefined();
  });
});

describe('Profile Status', () => {
  const rule = new StatusIsKnown();

  test.each(['ACTIVE', 'INACTIVE'])('%s is fine on a create', async (value) => {
    expect(await problemWith(rule, 'Profile Status', value)).toBeUndefined();
  });

  test('DELETED is fine on an update', async () => {
    expect(await problemWith(rule, 'Profile Status', 'DELETED', { user: {} })).toBeUndefined();
  });

  test.each(['DELETED', 'deleted', 'DELETE'])(
    '%s on a create has its own message',
    async (value) => {
      expect(await problemWith(rule, 'Profile Status', value)).toEqual({
        column: 'Profile Status',
        code: 'STATUS_INVALID',
        severity: 'error',
        value,
        message:
          'A new user can’t be DELETED. Enter ACTIVE or INACTIVE, or leave it empty for INACTIVE.',
      });
    },
  );

  test.each([
    ['active', 'ACTIVE'],
    ['Inactiv', 'INACTIVE'],
    ['delete', 'DELETED'],
    ['gone', undefined],
  ])('for %j on an update the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'Profile Status', value, { user: {} });
    expect(problem?.message).toBe(`“${value}” is not a status. Enter ACTIVE, INACTIVE or DELETED.`);
    expect(problem?.suggestion).toBe(suggestion);
  });
});

describe('Mobile Phone Country', () => {
  const rule = new PhoneCountryIsKnown();

  test.each(['USA', 'CAN', 'DEU'])('%s is fine', async (value) => {
    expect(await problemWith(rule, 'Mobile Phone Country', value)).toBeUndefined();
  });

  test.each([
    ['US', 'USA'],
    ['usa', 'USA'],
    ['United States', 'USA'],
    ['united states of america', 'USA'],
    ['UK', 'GBR'],
    ['de', 'DEU'],
    ['Cannada', 'CAN'],
    ['XYZ', undefined],
    ['XKK', undefined],
    ['XK', undefined],
    ['Kosovo', undefined],
    ['Virgin Islands', undefined],
    ['Virgin Islands, British', 'VGB'],
    ['Saint Martin', undefined],
    ['Saint-Martin', undefined],
    ['Saint Martin (French part)', 'MAF'],
    ['Congo', undefined],
    ['Cong', undefined],
    ['Germany, France', undefined],
    ['Germany, USA', undefined],
    ['Canada/England', undefined],
    ['Germany - Turkey', undefined],
    ['Georgia, USA', undefined],
    ['Germany (Deutschland)', 'DEU'],
    ['Great Britan', 'GBR'],
    ['Netherland', 'NLD'],
    ['Pitcairn Island', 'PCN'],
    ['Republic of the Congo', 'COG'],
    ['+1', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('for %j the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'Mobile Phone Country', value);
    expect(problem).toMatchObject({ code: 'PHONE_COUNTRY_INVALID', value });
    expect(problem?.message).toBe(
      `“${value}” is not a country code. Enter the three letters of ISO 3166, such as USA or CAN.`,
    );
    expect(problem?.suggestion).toBe(suggestion);
  });
});

describe('Mobile Phone', () => {
  const rule = new PhoneHasTenDigits();

  test('ten digits are fine', async () => {
    expect(await problemWith(rule, 'Mobile Phone', '5551234567')).toBeUndefined();
  });

  test.each([
    ['(555) 123-4567', '5551234567'],
    ['555.123.4567', '5551234567'],
    ['+1 555 123 4567', '5551234567'],
    ['1-555-123-4567', '5551234567'],
    ['5551234567.0', '5551234567'],
    ["'5551234567", '5551234567'],
    ["'555-123-4567", '5551234567'],
    ['+44 20 7946 0958', undefined],
    ['+5551234567', undefined],
    ['555 1234', undefined],
    ['555-123-4567 ext 2', undefined],
    ['٥٥٥١٢٣٤٥٦٧', undefined],
  ])('for %j the suggestion is %j', async (value, suggestion) => {
    const problem = await problemWith(rule, 'Mobile Phone', value);
    expect(problem?.message).toBe(
      `“${value}” is not a phone number of exactly 10 digits. Leave out spaces, signs and the country code.`,
    );
    expect(problem?.suggestion).toBe(suggestion);
  });

  test.each([
    ['4.41235E+9', /“4.41235E\+9”.*spreadsheet has turned it into scientific notation/],
    ['555123456', /“555123456” has 9 digits; a spreadsheet may have dropped a leading zero/],
  ])(
    'for %j the message says what the spreadsheet did, and nothing is suggested',
    async (value, message) => {
      const problem = await problemWith(rule, 'Mobile Phone', value);
      expect(problem).toMatchObject({
        code: 'PHONE_INVALID',
        severity: 'error',
        message: expect.stringMatching(message),
      });
      expect(problem?.suggestion).toBeUndefined();
    },
  );
});
