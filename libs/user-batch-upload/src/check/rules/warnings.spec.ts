import { describe, expect, test } from '@jest/globals';
import { type RowUnderCheckSetup, rowUnderCheck } from '../../../testing/index.js';
import type { RowRuleCheck } from '../row-rule.js';
import { PersonStaysTheSame } from './person-stays-the-same.rule.js';
import { TextIsNoPlaceholder } from './text-is-no-placeholder.rule.js';
import { TextIsUndamaged } from './text-is-undamaged.rule.js';
import { UserIsNotDeleted } from './user-is-not-deleted.rule.js';

async function warningsOf(rule: RowRuleCheck, setup: RowUnderCheckSetup<string>) {
  const row = rowUnderCheck(setup);
  await rule.check([row], row.context);
  expect(row.problems.every(({ severity }) => severity === 'warning')).toBe(true);
  return row.problems;
}
const codesOf = async (rule: RowRuleCheck, setup: RowUnderCheckSetup<string>) =>
  (await warningsOf(rule, setup)).map(({ column, code }) => `${column}: ${code}`);

describe('a DELETED user', () => {
  const rule = new UserIsNotDeleted();
  const user = { status: 'DELETED', roleName: 'Manager' } as const;

  test('stays so without a status', async () => {
    expect(await codesOf(rule, { user, cells: { 'First Name': 'Max' } })).toEqual([
      'Profile Status: USER_DELETED',
    ]);
  });

  test.each(['ACTIVE', 'INACTIVE'])(
    'comes back with %s: the message names user and role',
    async (status) => {
      const [warning] = await warningsOf(rule, { user, cells: { 'Profile Status': status } });
      expect(warning).toMatchObject({ column: 'Profile Status', code: 'USER_REVIVED' });
      expect(warning?.message).toMatch(/Mia Moss.*Manager/);
    },
  );

  test('is not spoken of where the status is wrong, or the user is not DELETED', async () => {
    expect(await codesOf(rule, { user, cells: { 'Profile Status': 'Activ' } })).toEqual([]);
    expect(await codesOf(rule, { user: {}, cells: { 'Profile Status': 'ACTIVE' } })).toEqual([]);
  });
});

describe('a person who becomes another', () => {
  const rule = new PersonStaysTheSame();
  const email = { 'Email Address': 'nora@example.com' };

  test('e-mail and whole name at once', async () => {
    const cells = { ...email, 'First Name': 'Nora', 'Last Name': 'Hire' };
    const [warning] = await warningsOf(rule, { user: {}, cells });
    expect(warning).toMatchObject({ column: 'First Name', code: 'PERSON_REPLACED' });
    expect(warning?.message).toMatch(/Mia Moss would become Nora Hire/);
  });

  test.each([
    ['only the name', { 'First Name': 'Nora', 'Last Name': 'Hire' }],
    ['only the e-mail', email],
    ['a marriage', { ...email, 'Last Name': 'Hire' }],
    ['the case of the name', { ...email, 'First Name': 'MIA', 'Last Name': 'MOSS' }],
  ])('%s is no other person', async (_, cells) => {
    expect(await codesOf(rule, { user: {}, cells })).toEqual([]);
  });
});

describe('a placeholder', () => {
  const rule = new TextIsNoPlaceholder();
  const fields = [{ label: 'Note', kind: 'TEXT' as const }];

  test.each(['N/A', 'n/a', 'NULL', 'TBD', '(blank)'])('%j as a name', async (value) => {
    expect(await codesOf(rule, { cells: { 'Last Name': value } })).toEqual([
      'Last Name: PLACEHOLDER',
    ]);
  });

  test.each(['Nan', 'NA', 'Null-Meier'])('%j is a name', async (value) => {
    expect(await codesOf(rule, { cells: { 'First Name': value } })).toEqual([]);
  });

  test('in place of a text, and not where there was none', async () => {
    const cells = { Note: 'N/A' };
    const user = { customFields: { Note: 'on leave' } };
    expect(await codesOf(rule, { fields, user, cells })).toEqual(['Note: PLACEHOLDER']);
    expect(await codesOf(rule, { fields, user: {}, cells })).toEqual([]);
    expect(await codesOf(rule, { fields, cells })).toEqual([]);
  });
});

describe('damaged text', () => {
  const rule = new TextIsUndamaged();
  const fields = [{ label: 'Note', kind: 'TEXT' as const }];

  test('goes on with the text as it was for a suggestion', async () => {
    const cells = { 'First Name': 'JosÃ©', Note: 'Tom &amp; Mia' };
    expect(await warningsOf(rule, { fields, cells })).toMatchObject([
      { column: 'First Name', code: 'TEXT_DAMAGED', suggestion: 'José' },
      { column: 'Note', code: 'TEXT_DAMAGED', suggestion: 'Tom & Mia' },
    ]);
  });

  test('suggests what can be taken as it is', async () => {
    const cells = { 'First Name': 'M&#8203;ia', Note: 'one&#10;two&#8203;' };
    expect(await warningsOf(rule, { fields, cells })).toMatchObject([
      { column: 'First Name', suggestion: 'Mia' },
      { column: 'Note', suggestion: 'one\ntwo' },
    ]);
  });

  test.each(['&nbsp;', '&#8203;', '&amp;', '&#0;', '&#0;Mia'])(
    'has no suggestion where nothing good is left of a name: %j',
    async (name) => {
      const [warning] = await warningsOf(rule, { fields, cells: { 'First Name': name } });
      expect(warning?.code).toBe('TEXT_DAMAGED');
      expect(warning).not.toHaveProperty('suggestion');
      expect(warning?.message).toContain('Enter it again.');
    },
  );
});
