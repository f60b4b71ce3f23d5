import { closestMatch } from 'leven';
import { type Column, DOWNLOAD_COLUMNS } from '../columns/column.js';
import { Refusal, type RefusalError } from '../problems/refusal.js';
import { cleanCell } from './clean-cell.js';

/** A header of a wholly different table could have thousands of faults. */
const TOLD_FAULTS = 20;
const SUGGESTED_FAULTS = 200;
/** No header is longer, and measuring the distance of long texts takes long. */
const LONGEST_NAME = 254;

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
  const ignored = new Set<string>(DOWNLOAD_COLUMNS);
  const header: Header = { headers: [], positions: [], blanks: [], width };
  const unknown = new Set<string>();
  const present = new Set<string>();
  const repeated = new Set<string>();
  for (const [position, name] of named.slice(0, width).entries()) {
    if (name === '') header.blanks.push(position);
    else if (wanted.has(name)) {
      if (present.has(name)) repeated.add(name);
      present.add(name);
      header.headers.push(name);
      header.positions.push(position);
    } else if (!ignored.has(name)) unknown.add(name);
  }
  const missing = [...wanted].filter((name) => !present.has(name));
  const errors: RefusalError[] = [
    ...missing.map((column) => ({
      code: 'COLUMN_MISSING',
      column,
      message: `The column “${column}” is missing.`,
    })),
    ...[...unknown].map((column, index) =>
      unknownColumn(column, index < SUGGESTED_FAULTS ? [missing, [...wanted]] : []),
    ),
    ...[...repeated].map((column) => ({
      code: 'COLUMN_REPEATED',
      column,
      message: `The column “${column}” is there more than once.`,
    })),
  ];
  if (errors.length > 0) throw headerInvalid(errors);
  return header;
}

/** `detail` tells the first faults in words, `errors` has all of them. */
export function headerInvalid(errors: RefusalError[]): Refusal {
  const told = errors.slice(0, TOLD_FAULTS).map(({ message }) => message);
  if (errors.length > TOLD_FAULTS) told.push(`And ${errors.length - TOLD_FAULTS} more.`);
  return new Refusal(
    'HEADER_INVALID',
    `The columns are not those of your organisation's current template: ${told.join(' ')} Download the current template and move your rows into it.`,
    errors,
  );
}

function unknownColumn(column: string, nameLists: readonly string[][]): RefusalError {
  const suggestion = nameLists
    .map((names) => nearest(column, names))
    .find((name) => name !== undefined);
  const shown = column.length > LONGEST_NAME ? `${column.slice(0, LONGEST_NAME)}…` : column;
  return {
    code: 'COLUMN_UNKNOWN',
    column,
    message: `The column “${shown}” is not in the template${suggestion ? `; did you mean “${suggestion}”?` : '.'}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A slip of the pen (`Emial Address`), or a part of the name (`E-mail`). */
function nearest(column: string, names: readonly string[]): string | undefined {
  const written = plain(column);
  if (written === '' || column.length > LONGEST_NAME) return undefined;
  const distance = Math.max(1, Math.floor(written.length * 0.3));
  const near = closestMatch(written, names.map(plain), { maxDistance: distance });
  const parts = names.map(plain).filter((name) => written.length >= 4 && name.includes(written));
  const meant = near ?? closestMatch(written, parts);
  return meant === undefined ? undefined : names.find((name) => plain(name) === meant);
}
