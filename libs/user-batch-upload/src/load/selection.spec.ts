import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstStateOf, linesOf, rangesOf, stateOf, ticked } from './selection.js';

const STATES = ['C', 'E', 'c', 'U', 'u', 'M', 'N', 'm', '-', '!'];
const someTicks = fc.record({ selected: fc.boolean(), email: fc.boolean() }, { requiredKeys: [] });

test('a row starts ticked if it would create or update, and never with an e-mail', () => {
  for (const action of ['CREATE', 'UPDATE', 'UNCHANGED', 'INVALID'] as const)
    expect(stateOf(firstStateOf(action, true))).toEqual({
      action,
      selected: action === 'CREATE' || action === 'UPDATE',
      email: false,
      hasEmailBox: action === 'CREATE' || action === 'UPDATE',
    });
});

test('a tick changes neither the action of a row nor whether it has an Email box', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STATES), someTicks, (state, ticks) => {
      const [before, after] = [stateOf(state), stateOf(ticked(state, ticks))];
      expect([after.action, after.hasEmailBox]).toEqual([before.action, before.hasEmailBox]);
    }),
  );
});

test('a ticked row is selected if it would do something', () => {
  for (const state of STATES) {
    const { action, selected } = stateOf(ticked(state, { selected: true }));
    expect(selected).toBe(action === 'CREATE' || action === 'UPDATE');
  }
});

test('only a selected row with an Email box gets an e-mail, and an unticked row loses it', () => {
  for (const state of STATES) {
    const { selected, hasEmailBox } = stateOf(state);
    expect(stateOf(ticked(state, { email: true })).email).toBe(selected && hasEmailBox);
    expect(stateOf(ticked(state, { selected: false }))).toMatchObject({
      selected: false,
      email: false,
    });
  }
});

test('lines are stored as ranges and read back the same', () => {
  expect(rangesOf([2, 3, 4, 7])).toBe('2-4 7');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 2, max: 300 }), { minLength: 1, maxLength: 200 }),
      (lines) => {
        const inOrder = lines.toSorted((a, b) => a - b);
        expect([...linesOf(rangesOf(inOrder), inOrder.length)]).toEqual(inOrder);
      },
    ),
  );
});
