import { expect, test } from '@jest/globals';
import type { LoadScope } from '../check/check-scopes.js';
import { columnsOf } from '../columns/column.js';
import type { UserRecord } from '../ports/users.port.js';
import { planWrite } from './plan-write.js';
import { LANGUAGES } from '../texts/language.js';
import type { ReviewedRow } from './reviewed-row.js';
import { reasonText, type RowOutcome } from './row-outcome.js';

const ANA: UserRecord = {
  id: 'ana',
  profileType: '1',
  internalId: '',
  email: 'ana@northwind.example',
  firstName: 'Ana',
  lastName: 'Diaz',
  officeId: 'office-1',
  status: 'ACTIVE',
  mobilePhoneCountry: '',
  mobilePhone: '',
  customFields: {},
  administrator: false,
  roleName: 'Manager',
};
const OFFICES = [{ id: 'office-1', name: 'North Clinic' }];
const FIELD = {
  id: 'shift',
  label: 'Shift',
  kind: 'LIST',
  options: ['Day'],
  required: false,
} as const;

function scopeOf(changed: Partial<LoadScope> = {}): LoadScope {
  return {
    organisationId: 'o',
    isWorkbook: false,
    language: 'en',
    actor: { organisationId: 'o', userId: 'admin', name: 'Ada', mayUpload: true },
    offices: OFFICES,
    officeLabel: 'Office',
    officeNames: new Map(OFFICES.map(({ id, name }) => [id, name])),
    columns: columnsOf([{ ...FIELD, options: ['Day'] }]),
    headers: [],
    mayGiveRole: true,
    ...changed,
  };
}

function plan(row: Partial<ReviewedRow>, users: UserRecord[], scope = scopeOf(), mayChange = true) {
  const now = {
    byId: new Map(users.map((user) => [user.id, user])),
    byEmail: new Map(users.map((user) => [user.email, user])),
    byInternalId: new Map(users.map((user) => [user.internalId, user])),
    changeable: new Set(mayChange ? users.map(({ id }) => id) : []),
    rollsBack: true,
  };
  const whole = { line: 2, action: 'CREATE', userId: null, changes: [], cells: new Map(), ...row };
  return planWrite(whole as ReviewedRow, 'new-id', 'role-1', now, scope);
}

const create = (cells: Record<string, string>): Partial<ReviewedRow> => ({
  action: 'CREATE',
  cells: new Map(Object.entries({ 'Email Address': 'new@northwind.example', ...cells })),
});
const rename = (from = 'Ana', to = 'Anna'): Partial<ReviewedRow> => ({
  action: 'UPDATE',
  userId: 'ana',
  cells: new Map([
    ['Email Address', ANA.email],
    ['First Name', to],
  ]),
  changes: [{ column: 'First Name', from, to }],
});

test('a create writes the filled cells, with the load’s role, offices by id and fields by id', () => {
  expect(plan(create({ Office: 'North Clinic', Shift: 'Day' }), [])).toMatchObject({
    changes: [],
    write: {
      kind: 'CREATE',
      id: 'new-id',
      roleId: 'role-1',
      values: {
        email: 'new@northwind.example',
        officeId: 'office-1',
        customFields: { shift: 'Day' },
      },
    },
  });
});

test('an update writes only what is still to be changed', () => {
  expect(plan(rename(), [ANA])).toEqual({
    write: { kind: 'UPDATE', id: 'ana', values: { firstName: 'Anna' } },
    changes: [{ column: 'First Name', from: 'Ana', to: 'Anna' }],
  });
});

test.each<[string, ReturnType<typeof plan>, string]>([
  [
    'the e-mail of a create is taken',
    plan(create({}), [{ ...ANA, email: 'new@northwind.example' }]),
    'CONFLICT',
  ],
  [
    'the actor may not give the role',
    plan(create({}), [], scopeOf({ mayGiveRole: false })),
    'FAILED',
  ],
  [
    'the office is gone',
    plan(create({ Office: 'North Clinic' }), [], scopeOf({ offices: [] })),
    'FAILED',
  ],
  [
    'two offices have the name',
    plan(
      create({ Office: 'North Clinic' }),
      [],
      scopeOf({ offices: [...OFFICES, { id: 'office-2', name: 'North Clinic' }] }),
    ),
    'FAILED',
  ],
  ['the option is gone', plan(create({ Shift: 'Night' }), []), 'FAILED'],
  [
    'the custom field is gone',
    plan(create({ Shift: 'Day' }), [], scopeOf({ columns: columnsOf([]) })),
    'FAILED',
  ],
  [
    'a new field is required',
    plan(
      create({}),
      [],
      scopeOf({ columns: columnsOf([{ ...FIELD, options: ['Day'], required: true }]) }),
    ),
    'FAILED',
  ],
  ['the user is gone', plan(rename(), []), 'CONFLICT'],
  [
    'the user has another value than at the review',
    plan(rename(), [{ ...ANA, firstName: 'Edited' }]),
    'CONFLICT',
  ],
  [
    'the user already has the new value',
    plan(rename(), [{ ...ANA, firstName: 'Anna' }]),
    'UNCHANGED',
  ],
  ['the actor may no longer change the user', plan(rename(), [ANA], scopeOf(), false), 'FAILED'],
])('if %s, nothing is written and the row says why', (_, result, outcome) => {
  expect(result).toMatchObject({ outcome });
  const { reason } = result as RowOutcome;
  for (const language of LANGUAGES) expect(reasonText(language, reason)).toMatch(/^\S.*\.$/s);
});
