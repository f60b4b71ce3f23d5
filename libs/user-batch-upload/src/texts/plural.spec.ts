import { expect, test } from '@jest/globals';
import { pluralIn } from './plural.js';

const FORMS = { one: '# row', other: '# rows' };

test('a number takes the form that its language uses', () => {
  const plural = pluralIn('en');
  expect([0, 1, 2].map((count) => plural(count, FORMS))).toEqual(['0 rows', '1 row', '2 rows']);
});

test('a number is written as its language writes it', () => {
  expect(pluralIn('en')(12_500, FORMS)).toBe('12,500 rows');
  expect(pluralIn('de')(12_500, { one: '# Zeile', other: '# Zeilen' })).toBe('12.500 Zeilen');
});
