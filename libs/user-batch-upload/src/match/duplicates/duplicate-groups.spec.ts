import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DuplicateGroups } from './duplicate-groups.js';

const KINDS = 3;

/** Lines by key, the plain way. */
function naive(rows: readonly { line: number; kind: number; key: string }[]) {
  const lines = new Map<string, number[]>();
  for (const { line, kind, key } of rows)
    lines.set(`${kind} ${key}`, [...(lines.get(`${kind} ${key}`) ?? []), line]);
  return rows.flatMap(({ line, kind, key }, at) => {
    const group = lines.get(`${kind} ${key}`) ?? [];
    if (group.length < 2) return [];
    const own = rows.slice(0, at).filter((row) => row.kind === kind && row.key === key).length;
    const others = group.filter((_, index) => index !== own);
    return [
      { line, kind, others: { lines: others.slice(0, 5), more: Math.max(0, others.length - 5) } },
    ];
  });
}

test('groups are the rows that a map finds by key, in the order of the file', () => {
  const row = fc.record({
    kind: fc.nat(KINDS - 1),
    key: fc.constantFrom('ana', 'ben', 'chloe', 'dara'),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (keyed) => {
      const rows = keyed.map((one, index) => ({ ...one, line: index + 2 }));
      const groups = new DuplicateGroups(rows.length, KINDS);
      for (const [at, { line, kind, key }] of rows.entries()) groups.add(at, line, kind, key);
      expect([...groups.members()]).toEqual(naive(rows));
    }),
  );
});

test('keys may be added in parts, each part with all rows of its keys', () => {
  const groups = new DuplicateGroups(4, 1);
  groups.add(0, 2, 0, 'ana');
  groups.add(3, 5, 0, 'ana');
  groups.forgetKeys();
  groups.add(1, 3, 0, 'ben');
  groups.add(2, 4, 0, 'ben');
  expect([...groups.members()].map(({ line, others }) => [line, others.lines])).toEqual([
    [2, [5]],
    [3, [4]],
    [4, [3]],
    [5, [2]],
  ]);
});
