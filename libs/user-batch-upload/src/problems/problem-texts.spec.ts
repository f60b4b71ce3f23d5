import { expect, test } from '@jest/globals';
import { problemIn, type CodedProblem } from './problem.js';
import { LANGUAGES } from '../texts/language.js';
import type { ProblemParams, ReasonParams, TextsOf } from '../texts/parameters.js';
import { textsIn } from '../texts/texts-in.js';

/** Parameters of each form that a text has. */
type Samples<Params> = { [Code in keyof Params]: Params[Code][] };

const value = 'Nort Clinic';
const PROBLEMS: Samples<ProblemParams> = {
  REQUIRED: [
    { column: 'Office', why: 'create' },
    { column: 'Last Name', why: 'individual' },
    { column: 'Office', unknownEmail: 'mai@example.com', columns: ['Office', 'First Name'] },
  ],
  PROFILE_TYPE_INVALID: [{ value }],
  INTERNAL_ID_INVALID: (
    ['scientific', 'decimal', 'date', 'apostrophe', 'placeholder', 'doubt'] as const
  ).map((damage) => ({ value, damage })),
  EMAIL_INVALID: ['a b@x.example', 'ä@x.example', 'a;@x.example', 'a', 'a@@x', 'a@x'].map(
    (email) => ({ value: email }),
  ),
  NAME_INVALID: [{ value: '-', column: 'First Name' }],
  OFFICE_UNKNOWN: [{ value, officeLabel: 'Branch' }],
  OFFICE_AMBIGUOUS: [{ value, officeLabel: 'Branch', count: 2 }],
  STATUS_INVALID: [
    { value, isCreate: false, isDeleted: false },
    { value, isCreate: true, isDeleted: false },
    { value, isCreate: true, isDeleted: true },
  ],
  PHONE_INVALID: [{ value }, { value, damage: 'scientific' }, { value, damage: 'lost-zero' }],
  PHONE_COUNTRY_INVALID: [{ value }],
  NUMBER_INVALID: [{ value }, { value, damage: 'scientific' }, { value, damage: 'ambiguous' }],
  DATE_INVALID: [
    { value },
    ...(['serial', 'ambiguous', 'no-such-day', 'year'] as const).map((damage) => ({
      value,
      damage,
    })),
  ],
  YES_NO_INVALID: [{ value }],
  OPTION_INVALID: [
    { value, options: ['Red'] },
    { value, options: Array.from({ length: 12 }, (_, index) => `Option ${index}`) },
  ],
  TOO_LONG: [{ value, length: 12_000, limit: 4_000 }],
  CONTROL_CHARACTER: [{ value }, { value, damaged: true }],
  SPREADSHEET_ERROR: [{ value }],
  TOO_MANY_CELLS: [
    { value, count: 1 },
    { value, count: 2 },
  ],
  DUPLICATE_IN_FILE: (['user', 'email', 'Internal ID'] as const).flatMap((what) => [
    { what, lines: [3], more: 0 },
    { what, lines: [3, 4], more: 7 },
  ]),
  MATCH_CONFLICT: [
    {
      kind: 'two-users',
      internalId: 'N-1',
      email: 'a@x.example',
      byEmail: 'Ana Diaz',
      byInternalId: 'Bo Lee',
    },
    {
      kind: 'other-internal-id',
      internalId: 'N-1',
      email: 'a@x.example',
      byEmail: 'Ana Diaz',
      theirInternalId: 'N-2',
    },
  ],
  NO_SUCH_USER: [{ value }, { value, near: 'N-01' }],
  PROTECTED_USER: (['more-rights', 'own-record', 'last-administrator'] as const).map((reason) => ({
    reason,
  })),
  USER_DELETED: [{ name: 'Ana Diaz' }],
  USER_REVIVED: [{ name: 'Ana Diaz', role: 'Staff' }],
  PERSON_REPLACED: [true, false].map((isOther) => ({ before: 'Ana', after: 'Bo', isOther })),
  POSSIBLE_DUPLICATE: [
    { same: 'person' },
    { same: 'person', name: 'Ana Diaz' },
    { same: 'Internal ID' },
    { same: 'Internal ID', name: 'Ana Diaz', internalId: 'N-1' },
  ],
  PLACEHOLDER: [
    { value: 'N/A', column: 'First Name' },
    { value: 'N/A', column: 'Note', before: 'a note' },
  ],
  SERVER_ERROR: [{ rule: 'OfficeExists' }],
  TEXT_DAMAGED: (['encoding', 'entity', 'lost-letter'] as const).map((kind) => ({
    value,
    kind,
    repaired: 'José',
  })),
};

const user = 'Ana Diaz';
const key = { column: 'Email Address', key: 'a@x.example' };
const office = { office: value, officeLabel: 'Branch' };
const REASONS: Samples<ReasonParams> = {
  UNTICKED: [{}],
  HAS_PROBLEMS: [{}],
  ALREADY_SO: [{ user }],
  USER_GONE: [{}],
  VALUE_CHANGED: [
    { column: 'Office', user, from: '', now: 'b' },
    { column: 'Office', user, from: 'a', now: '' },
  ],
  KEY_MOVED: [{ ...key, user, holder: 'Bo Lee' }],
  KEY_LOST: [{ ...key, user }],
  KEY_TAKEN: [{ ...key, holder: 'Bo Lee' }],
  KEY_TAKEN_JUST_NOW: [{ column: 'Internal ID' }],
  LAST_NAME_GONE: [{ user }],
  OFFICE_GONE: [office],
  OFFICE_OF_USER_GONE: [{ ...office, user }],
  OFFICE_AMBIGUOUS: [office],
  FIELD_GONE: [{ label: 'Shift' }],
  FIELD_REQUIRED: [true, false].map((isNew) => ({ label: 'Shift', isNew })),
  OPTION_GONE: [{ label: 'Shift', option: 'Day' }],
  VALUE_REFUSED: [{ label: 'Shift', value }],
  MORE_RIGHTS: [{ user }],
  ROLE_NOT_ALLOWED: [{}],
  OWN_RECORD: [{}],
  LAST_ADMINISTRATOR: [{}],
  RIGHTS_LOST: [{}],
  NOT_SAVED: [{}],
};

/** Each text with each of its samples. */
const textsOf = <Params>(texts: TextsOf<Params>, samples: Samples<Params>): string[] =>
  (Object.keys(samples) as (keyof Params)[]).flatMap((code) =>
    samples[code].map((params) => texts[code](params)),
  );

const WHOLE = /^[^\s].{4,}[.?]$/s;
/** What a missing parameter leaves. */
const HOLE = /undefined|NaN|\[object/;

test.each([
  ['problems', PROBLEMS],
  ['reasons', REASONS],
] as const)('%s: each code has a whole text in every language', (kind, samples) => {
  const [english = [], ...others] = LANGUAGES.map((language) => {
    const texts = textsIn(language)[kind] as TextsOf<Record<string, unknown>>;
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(samples).toSorted());
    return textsOf(texts, samples as Samples<Record<string, unknown>>);
  });
  for (const texts of [english, ...others])
    for (const text of texts) {
      expect(text).toMatch(WHOLE);
      expect(text).not.toMatch(HOLE);
    }
  for (const texts of others) for (const text of texts) expect(english).not.toContain(text);
});

test.each([
  ['en', 'Fix', /upload/],
  ['de', 'Zeilen korrigieren', /laden Sie/],
] as const)('a reason names both ways to try a row again, in %s', (language, button, upload) => {
  const { reasons } = textsIn(language);
  for (const text of [
    reasons.KEY_TAKEN_JUST_NOW({ column: 'Internal ID' }),
    reasons.OFFICE_GONE(office),
    reasons.OFFICE_AMBIGUOUS(office),
  ]) {
    expect(text).toContain(button);
    expect(text).toMatch(upload);
  }
});

test('a German message quotes and counts as German does', () => {
  const problem: CodedProblem = {
    column: 'First Name',
    code: 'TOO_LONG',
    params: { value: 'Ana', length: 12_345, limit: 4_000 },
  };
  expect(problemIn('de', problem).message).toBe(
    '„Ana“ hat 12.345 Zeichen; höchstens 4000 sind möglich. Kürzen Sie den Text.',
  );
  expect(problemIn('en', problem).message).toBe(
    '“Ana” has 12345 characters; at most 4000 are allowed. Shorten it.',
  );
});

test('a message that a rule made itself stays as it is', () => {
  const problem = { column: '', code: 'OURS', message: 'Ask the front desk.' };
  expect(problemIn('de', problem)).toEqual(problem);
});
