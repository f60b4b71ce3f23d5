import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RowUnderCheckSetup, rowUnderCheck } from '../../../testing/index.js';
import type { Users } from '../../ports/users.port.js';
import type { CustomField } from '../../ports/custom-fields.port.js';
import { columnsOf } from '../../columns/column.js';
import { ROW_RULES } from './index.js';

const FIELDS: CustomField[] = (['TEXT', 'NUMBER', 'DATE', 'YES_NO', 'LIST'] as const).map(
  (kind) => ({
    id: kind,
    label: kind,
    kind,
    options: kind === 'LIST' ? ['Red', 'Blue', 'constructor'] : [],
    required: false,
  }),
);
const OFFICES = ['North Clinic', 'South Clinic', 'HQ', 'HQ'];
const HEADERS = columnsOf(FIELDS).map(({ header }) => header);

/** A host in which everyone may change everyone. */
const USERS = { findChangeable: async (_actor, ids) => ids } as Pick<
  Users,
  'findChangeable'
> as Users;

/** Letters at random seldom come near a rule; these do. */
const nearMiss = fc
  .array(
    fc.constantFrom(
      ...'0123456789,.-+/E @<>$%\n'.split(''),
      'active',
      'Clinic',
      'US',
      '2024',
      '__proto__',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const someCell = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), nearMiss);
const someCells = fc.record(Object.fromEntries(HEADERS.map((header) => [header, someCell])));

describe.each(ROW_RULES.map((rule) => [rule.name, rule] as const))('%s', (_, Rule) => {
  const rule = new Rule(USERS);
  const problemsOf = async (setup: RowUnderCheckSetup<string>) => {
    const row = rowUnderCheck({ fields: FIELDS, offices: OFFICES, ...setup });
    await rule.check([row], row.context);
    return row.problems;
  };

  test.each([
    ['a create', undefined],
    ['an update', {}],
  ])(
    'takes any cells of %s, says what to do, and suggests only what it would itself accept',
    async (__, user) => {
      await fc.assert(
        fc.asyncProperty(someCells, fc.array(someCell), async (cells, extraCells) => {
          for (const problem of await problemsOf({ cells, extraCells, user })) {
            expect(problem.message).toMatch(/^[^]+[^.][.]( [^]+\.)?$/);
            if (problem.suggestion === undefined) continue;
            const { column, suggestion } = problem;
            expect(typeof suggestion).toBe('string');
            const left = await problemsOf({
              cells: { ...cells, [column]: suggestion },
              extraCells,
              user,
            });
            expect(left.filter((other) => other.column === column)).toEqual([]);
          }
        }),
        { numRuns: 300 },
      );
    },
  );

  test.each(['.', ' ', ',', '$', '0', '1.', 'a@', '<', '\n', '%', ' 123'])(
    'judges a long cell of %j in time that does not grow with its square',
    async (unit) => {
      const value = `1${unit.repeat(300_000 / unit.length)}x`;
      await problemsOf({ cells: Object.fromEntries(HEADERS.map((header) => [header, value])) });
      // With the square, this takes longer than a test may. A turn lets Jest see that.
      await new Promise((resolve) => setTimeout(resolve));
    },
  );
});
