import { expect, test } from '@jest/globals';
import { columnsOf } from '../columns/column.js';
import { matchRows } from '../match/match-rows.js';
import type { UserRecord, Users } from '../ports/users.port.js';
import { type CheckScope, RowPlan } from './row-plan.js';

const ANA: UserRecord = {
  id: 'ana',
  profileType: '1',
  internalId: 'N-1',
  email: 'ana@northwind.example',
  firstName: 'Ana',
  lastName: 'Diaz',
  officeId: 'office-1',
  status: 'ACTIVE',
  mobilePhoneCountry: '',
  mobilePhone: '',
  customFields: { hours: '37.5' },
  administrator: false,
  roleName: 'Staff',
};
const OFFICES = [
  { id: 'office-1', name: 'North Clinic' },
  { id: 'office-2', name: 'South Clinic' },
];
const SCOPE: CheckScope = {
  organisationId: 'o',
  isWorkbook: false,
  language: 'en',
  actor: { organisationId: 'o', userId: 'admin', name: 'Ada', mayUpload: true },
  offices: OFFICES,
  officeLabel: 'Office',
  officeNames: new Map(OFFICES.map(({ id, name }) => [id, name])),
  columns: columnsOf([
    { id: 'hours', label: 'Weekly Hours', kind: 'NUMBER', options: [], required: false },
  ]),
  headers: [],
};

async function planOf(cells: Record<string, string>, user: Partial<UserRecord> = {}) {
  const known = { ...ANA, ...user };
  const users = {
    findByKeys: async () => [known],
  } as unknown as Users;
  const headers = Object.keys(cells);
  const [row] = await matchRows(
    [{ line: 7, cells: Object.values(cells), extraCells: [] }],
    { ...SCOPE, headers },
    users,
  );
  return new RowPlan(row!, { ...SCOPE, headers });
}

const NEW = { 'Email Address': 'new@northwind.example' };
const HERS = { 'Email Address': ANA.email };

test('a row whose keys nobody has creates a user, and gives its e-mail', async () => {
  const { line, action, user, changes, givenEmail, touchedUser, hasEmailBox } = (
    await planOf(NEW)
  ).rowCheck();
  expect({ line, action, user, changes, givenEmail, touchedUser, hasEmailBox }).toEqual({
    line: 7,
    action: 'CREATE',
    user: null,
    changes: [],
    givenEmail: 'new@northwind.example',
    touchedUser: null,
    hasEmailBox: true,
  });
});

test('a row that changes nothing is UNCHANGED, and claims neither user nor e-mail', async () => {
  const rowCheck = (await planOf({ ...HERS, Office: 'North Clinic' })).rowCheck();
  expect(rowCheck).toMatchObject({
    action: 'UNCHANGED',
    changes: [],
    touchedUser: null,
    givenEmail: null,
    hasEmailBox: false,
  });
});

test.each([
  ['another office', { Office: 'South Clinic' }, [['Office', 'North Clinic', 'South Clinic']]],
  ['a blank cell', { Office: '', 'First Name': 'Anna' }, [['First Name', 'Ana', 'Anna']]],
  ['the same number written otherwise', { 'Weekly Hours': '37.50' }, []],
])('%s: the changes are those that differ', async (_what, cells, expected) => {
  const { changes } = (await planOf({ ...HERS, ...(cells as Record<string, string>) })).rowCheck();
  expect(changes.map(({ column, from, to }) => [column, from, to])).toEqual(expected);
});

test('only a changed cell is touched on an update, and every filled cell on a create', async () => {
  const cells = { 'First Name': 'Ana', 'Last Name': 'Silva' };
  const update = await planOf({ ...HERS, ...cells });
  const create = await planOf({ ...NEW, ...cells });
  expect(['First Name', 'Last Name', 'Office'].filter((name) => update.touches(name))).toEqual([
    'Last Name',
  ]);
  expect(['First Name', 'Last Name', 'Office'].filter((name) => create.touches(name))).toEqual([
    'First Name',
    'Last Name',
  ]);
});

test('after an update a blank cell has what the user has', async () => {
  const plan = await planOf({ ...HERS, 'Last Name': 'Silva' });
  expect(plan.after('Last Name')).toBe('Silva');
  expect(plan.after('Office')).toBe('North Clinic');
  expect(plan.after('Weekly Hours')).toBe('37.5');
});

test.each([
  ['an error makes the row INVALID', 'error', 'INVALID'],
  ['a warning leaves its action', 'warning', 'UPDATE'],
] as const)('%s', async (_what, severity, action) => {
  const plan = await planOf({ ...HERS, Office: 'South Clinic' });
  plan.report({ column: 'Office', code: 'OFFICE_UNKNOWN', severity, message: 'planted' });
  expect(plan.rowCheck().action).toBe(action);
});

test('an error on a row without a change is only a warning', async () => {
  const plan = await planOf(HERS);
  plan.report({ column: '', code: 'TOO_MANY_CELLS', message: 'planted' });
  expect(plan.rowCheck()).toMatchObject({
    action: 'UNCHANGED',
    problems: [{ code: 'TOO_MANY_CELLS', severity: 'warning' }],
  });
});

test.each([
  ['comes back', { status: 'DELETED' }, { 'Profile Status': 'ACTIVE' }, true],
  ['stays DELETED', { status: 'DELETED' }, { 'First Name': 'Anna' }, false],
  ['gets another address', {}, { 'Internal ID': 'N-1', 'Email Address': 'a@b.example' }, true],
  ['gets another office', {}, { Office: 'South Clinic' }, false],
] as const)('a user who %s may need an invitation', async (_what, user, cells, hasEmailBox) => {
  const plan = await planOf({ ...HERS, ...cells }, user as Partial<UserRecord>);
  expect(plan.rowCheck().hasEmailBox).toBe(hasEmailBox);
});
