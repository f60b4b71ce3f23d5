/** The deepest nesting of objects and lists. No request of the library or the platform needs more than three levels. */
const MOST_LEVELS = 10;
/** The most members of objects and items of lists in one request. */
const MOST_VALUES = 10_000;
/** class-transformer drops these names silently. In other code they can reach an object's prototype. */
const UNSAFE_NAMES = new Set(['__proto__', 'constructor']);
/** The body field that holds cells by column. The rules check what is in a cell. */
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
}): string | undefined {
  const { params, query, body } = request;
  const left: Part[] = [params, query, body].map((value) => ({ value, level: 0, isCell: false }));
  let values = 0;
  for (let part = left.pop(); part; part = left.pop()) {
    const { value, level, isCell } = part;
    if (hasNul(value) && !isCell) return WITH_A_NUL;
    if (typeof value !== 'object' || value === null) continue;
    if (level === MOST_LEVELS)
      return `This request nests objects or lists more than ${MOST_LEVELS} levels deep. Send the fields that this route takes, as its documentation shows them.`;
    for (const [name, inner] of Object.entries(value)) {
      values += 1;
      if (values > MOST_VALUES)
        return `This request has more than ${MOST_VALUES} values. Send fewer at once.`;
      if (UNSAFE_NAMES.has(name))
        return `A field must not be named ${name}. Leave it out, or rename it.`;
      if (hasNul(name)) return WITH_A_NUL;
      const isOfCells = isCell || (value === body && name === CELLS);
      left.push({ value: inner, level: level + 1, isCell: isOfCells });
    }
  }
  return isObject(body) ? undefined : 'The body of this request must be a JSON object.';
}

/** A request without a body passes. */
const isObject = (body: unknown): boolean =>
  body === undefined || (typeof body === 'object' && !Array.isArray(body));

const WITH_A_NUL = 'This request has a NUL character (U+0000) in a text. Remove it.';

const hasNul = (value: unknown): boolean => typeof value === 'string' && value.includes('\0');
