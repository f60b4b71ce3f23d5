import leven, { closestMatch } from 'leven';
import { type Column, REPORT_COLUMNS } from '../template/columns.js';
import { Refusal, type RefusalError } from '../user-batch-upload.errors.js';
import { cleanCell } from './clean-cell.js';

/** Where the template's columns stand in the file. */
export interface Header {
  /** The template's columns in the order of the file. */
  headers: string[];
  /** Their positions in a record. */
  positions: number[];
  /** Positions without a header, left of the last one that has one: fine as long as their cells are blank. */
  blanks: number[];
  /** The number of positions up to the last header. */
  width: number;
}

/** Reads the header record, or refuses the file with everything that is wrong with it at once. */
export function readHeader(cells: readonly string[], columns: readonly Column[]): Header {
  const named = cells.map(cleanCell);
  const width = named.findLastIndex((name) => name !== '') + 1;
  const wanted = new Set(columns.map((column) => column.header));
  const ignored = new Set<string>(REPORT_COLUMNS);
  const header: Header = { headers: [], positions: [], blanks: [], width };
  const unknown: string[] = [];
  const repeated = new Set<string>();
  for (const [position, name] of named.slice(0, width).entries()) {
    if (name === '') header.blanks.push(position);
    else if (wanted.has(name)) {
      if (header.headers.includes(name)) repeated.add(name);
      header.headers.push(name);
      header.positions.push(position);
    } else if (!ignored.has(name)) unknown.push(name);
  }
  const present = new Set(header.headers);
  const missing = [...wanted].filter((name) => !present.has(name));
  const errors: RefusalError[] = [
    ...missing.map((column) => ({ code: 'COLUMN_MISSING', column, message: `The column “${column}” is missing.` })),
    ...unknown.map((column) => unknownColumn(column, missing, [...wanted])),
    ...[...repeated].map((column) => ({
      code: 'COLUMN_REPEATED',
      column,
      message: `The column “${column}” is there more than once.`,
    })),
  ];
  if (errors.length > 0) throw headerInvalid(errors);
  return header;
}

export function headerInvalid(errors: RefusalError[]): Refusal {
  return new Refusal(
    'HEADER_INVALID',
    `The columns are not those of your organisation's current template: ${errors.map(({ message }) => message).join(' ')} Download the current template and move your rows into it.`,
    errors,
  );
}

function unknownColumn(column: string, missing: string[], wanted: string[]): RefusalError {
  const suggestion = nearest(column, missing) ?? nearest(column, wanted);
  return {
    code: 'COLUMN_UNKNOWN',
    column,
    message: `The column “${column}” is not in the template${suggestion ? `; did you mean “${suggestion}”?` : '.'}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function nearest(column: string, names: string[]): string | undefined {
  const same = names.find((name) => plain(name) === plain(column));
  if (same !== undefined) return same;
  const near = closestMatch(plain(column), names.map(plain));
  const name = near === undefined ? undefined : names.find((one) => plain(one) === near);
  if (near === undefined || name === undefined) return undefined;
  return leven(plain(column), near) <= Math.max(2, Math.floor(near.length * 0.4)) ? name : undefined;
}
