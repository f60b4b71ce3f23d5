import { describe, expect, test } from '@jest/globals';
import { hostileInput } from './hostile-input.js';

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 1; level <= levels; level += 1)
    value = level % 2 && level < levels ? [value] : { a: value };
  return value;
};
const ofBody = (body: unknown) => hostileInput({ params: {}, query: {}, body });

describe('a request', () => {
  test.each([
    { selected: true },
    { customFields: { 'Start Date': '2024-03-15', prototype: 'a label', toString: 'another' } },
    { options: Array.from({ length: 9_000 }, (_, index) => `option ${index}`) },
    nested(10),
    {},
    undefined,
  ])('of an ordinary shape passes', (body) => expect(ofBody(body)).toBeUndefined());

  test.each([11, 2_000, 1_000_000])('nested %d levels deep is refused', (levels) =>
    expect(ofBody(nested(levels))).toEqual({ why: 'levels', most: 10 }),
  );

  test('with too many values is refused, in one list or spread over many', () => {
    expect(ofBody(Array.from({ length: 10_001 }))).toEqual({ why: 'values', most: 10_000 });
    const spread = Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => 0));
    expect(ofBody({ spread })).toEqual({ why: 'values', most: 10_000 });
  });

  test.each([[[]], [[{ selected: true }]], ['a text'], [7], [true]])(
    'whose body is no object is refused: %j',
    (body) => expect(ofBody(body)).toEqual({ why: 'not-object' }),
  );

  test.each([
    '{"__proto__":{"a":1}}',
    '{"a":[{"constructor":"x"}]}',
    '{"a":{"cells":{"__proto__":1}}}',
  ])('with a name that can reach a prototype is refused: %s', (json) =>
    expect(ofBody(JSON.parse(json))).toMatchObject({ why: 'name' }),
  );

  test.each([{ a: 'x\0' }, { a: [{ b: '\0' }] }, { 'a\0': 1 }, { cell: { a: '\0' } }, '\0'])(
    'with a NUL in its body is refused: %j',
    (body) => expect(ofBody(body)).toEqual({ why: 'nul' }),
  );

  test('with a NUL in its path or query is refused', () => {
    expect(hostileInput({ params: { id: '\0' }, query: {}, body: undefined })).toEqual({
      why: 'nul',
    });
    expect(hostileInput({ params: {}, query: { a: ['b', '\0'] }, body: {} })).toEqual({
      why: 'nul',
    });
  });

  test('may have cells of columns with any name', () =>
    expect(ofBody(JSON.parse('{"cells":{"__proto__":"1","constructor":"2"}}'))).toBeUndefined());

  test('may have any character in its cells, which the rules judge, and nowhere else', () => {
    expect(ofBody({ cells: { Office: 'North\0Clinic' } })).toBeUndefined();
    expect(ofBody({ cells: { 'Off\0ice': 'x' } })).toEqual({ why: 'nul' });
    expect(ofBody({ row: { cells: { Office: '\0' } } })).toEqual({ why: 'nul' });
    expect(
      hostileInput({ params: {}, query: { cells: { Office: '\0' } }, body: undefined }),
    ).toEqual({ why: 'nul' });
  });
});
