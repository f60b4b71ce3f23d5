import { expect, test } from '@jest/globals';
import { idsOfLines, orderedId } from './ordered-id.js';

const NOW = Date.UTC(2026, 0, 1);

test('the ids of the lines of a load are the same at every try, ordered, and its own', () => {
  const lines = [2, 3, 16, 1_000_000, 4_000_000_000];
  const ids = lines.map(idsOfLines('one', NOW));
  expect(lines.map(idsOfLines('one', NOW))).toEqual(ids);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set([...ids, ...lines.map(idsOfLines('other', NOW))]).size).toBe(2 * lines.length);
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
});

test('the ids of a later load come later', () => {
  const [earlier, later] = [idsOfLines('one', NOW)(4_000), idsOfLines('a', NOW + 1)(2)];
  expect(earlier < later).toBe(true);
  expect(orderedId() > later).toBe(true);
});
