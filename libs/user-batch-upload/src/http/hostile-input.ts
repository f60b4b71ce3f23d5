import type { RequestFault } from '../texts/refusal-parameters.js';

/** The deepest nesting of objects and lists. No request of the library or the platform needs more than three levels. */
const MOST_LEVELS = 10;
/** The most members of objects and items of lists in one request. */
const MOST_VALUES = 10_000;
/** class-transformer drops these names silently. In other code they can reach an object's prototype. */
const UNSAFE_NAMES = new Set(['__proto__', 'constructor']);
/** The body field that holds cells by column. A column may have any name, and the rules check what is in a cell. */
const CELLS = 'cells';

interface Part {
  value: unknown;
  level: number;
  isCell: boolean;
}

/**
 * Says what is wrong with the shape of a request, or undefined. Runs before class-transformer, which recurses without a
 * bound; this function does not recurse. PostgreSQL can't store a NUL, so a NUL is refused everywhere except in cells.
 */
export function hostileInput(request: {
  params: unknown;
  query: unknown;
  body: unknown;
}): RequestFault | undefined {
  const { params, query, body } = request;
  const left: Part[] = [params, query, body].map((value) => ({ value, level: 0, isCell: false }));
  let values = 0;
  for (let part = left.pop(); part; part = left.pop()) {
    const { value, level, isCell } = part;
    if (hasNul(value) && !isCell) return { why: 'nul' };
    if (typeof value !== 'object' || value === null) continue;
    if (level === MOST_LEVELS) return { why: 'levels', most: MOST_LEVELS };
    for (const [name, inner] of Object.entries(value)) {
      values += 1;
      if (values > MOST_VALUES) return { why: 'values', most: MOST_VALUES };
      if (UNSAFE_NAMES.has(name) && !isCell) return { why: 'name', name };
      if (hasNul(name)) return { why: 'nul' };
      const isOfCells = isCell || (value === body && name === CELLS);
      left.push({ value: inner, level: level + 1, isCell: isOfCells });
    }
  }
  return isObject(body) ? undefined : { why: 'not-object' };
}

/** A request without a body passes. */
const isObject = (body: unknown): boolean =>
  body === undefined || (typeof body === 'object' && !Array.isArray(body));

const hasNul = (value: unknown): boolean => typeof value === 'string' && value.includes('\0');
