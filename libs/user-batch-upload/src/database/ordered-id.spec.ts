import { expect, test } from '@jest/globals';
import { idsOfLines, orderedId } from './ordered-id.js';

test('the ids of the lines of a load are the same at every try, ordered, and its own', () => {
  const [load, other] = [orderedId(), orderedId()];
  const lines = [2, 3, 16, 1_000_000, 4_000_000_000];
  const ids = lines.map(idsOfLines(load));
  expect(lines.map(idsOfLines(load))).toEqual(ids);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set([...ids, ...lines.map(idsOfLines(other))]).size).toBe(2 * lines.length);
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
});
