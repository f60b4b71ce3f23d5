import { type Column, DOWNLOAD_COLUMNS } from '../columns/column.js';
import { startOf } from '../columns/cell-length.js';
import { type CodedError, type FileColumn, Refusal } from '../problems/refusal.js';
import type { ColumnFault } from '../texts/file-parameters.js';
import type { UploadFault } from '../texts/refusal-parameters.js';
import { cleanCell } from './clean-cell.js';
import { foldName, headerName, nearestName, shownName } from './column-names.js';
import type { Mapping } from './file-format.js';
import { columnKeys, type Layout } from './layout.js';

/** A refusal describes at most this many faults. The header of a different table could have thousands. */
const DESCRIBED_FAULTS = 20;
const SUGGESTED_FAULTS = 200;
/** A refusal lists at most this many faults and columns. Its text has the number of the others. */
const LISTED_COLUMNS = 1_000;
/** Cells that show what a column has. */
const SAMPLES = 3;

/** Where the template's columns are in the file. */
export interface Header {
  /** The template's columns in the order of the file, then those that a mapping leaves blank. */
  headers: string[];
  /** Their positions in a record; -1 for a column that is not there. */
  positions: number[];
  /** Positions without a header, before the last header. They are allowed while their cells are blank. */
  blanks: number[];
  /** The number of positions up to the last header. */
  width: number;
  /** The cells of the header as they are compared, to detect a repeated header. */
  names: string[];
  /** For a refusal: each column of the file. */
  columns: () => FileColumn[];
}

/**
 * Reads the header record, or refuses the file with all faults of the header. `sheets`: those of a workbook whose first
 * sheet is read because the upload names none.
 */
export function readHeader(
  layout: Pick<Layout, 'header' | 'rows'>,
  columns: readonly Column[],
  mapping?: Mapping,
  sheets?: string[],
): Header {
  const named = layout.header.map(headerName);
  const width = named.findLastIndex((name) => name !== '') + 1;
  const names = named.slice(0, width);
  const keys = columnKeys(names);
  const wanted = new Map(columns.map(({ header }) => [foldName(header), header]));
  const mapped = readMapping(mapping, keys, wanted);
  const ignored = new Set<string>(DOWNLOAD_COLUMNS);
  const header: Header = {
    headers: [],
    positions: [],
    blanks: [],
    width,
    names,
    columns: () => fileColumns(layout.rows, names, keys, targets, [...wanted.values()]),
  };
  const unknown = new Map<string, number>();
  const present = new Map<string, number>();
  const repeated = new Set<string>();
  const targets = names.map((name, position) => {
    const asked = mapped.find(({ keys: its }) => its === keys[position]);
    return asked ? asked.target : wanted.get(name);
  });
  for (const [position, name] of names.entries()) {
    const target = targets[position];
    if (target === null) continue;
    if (target !== undefined) {
      const other = present.get(target);
      if (other !== undefined && mapped.some(({ target: to }) => to === target))
        throw mappingInvalid({
          why: 'mapped-twice',
          headers: [shownName(name), shownName(names[other] ?? '')],
          column: target,
        });
      if (other !== undefined) repeated.add(target);
      present.set(target, position);
      header.headers.push(target);
      header.positions.push(position);
    } else if (name === '') header.blanks.push(position);
    else if (!ignored.has(name) && !unknown.has(name)) unknown.set(name, position);
  }
  const missing = [...wanted.values()].filter((name) => !present.has(name));
  const suggestions = suggested([...unknown.keys()], missing, [...wanted.values()]);
  const renamed = new Set(suggestions.values());
  const errors: ColumnError[] = [
    // A renamed column is reported once, with its right name.
    ...(mapping ? [] : missing.filter((name) => !renamed.has(name))).map((column) => ({
      code: 'COLUMN_MISSING' as const,
      column,
      params: { column },
    })),
    ...[...unknown.keys()]
      .slice(0, LISTED_COLUMNS)
      .map((column) => unknownColumn(column, suggestions.get(column))),
    ...[...repeated].map((column) => ({
      code: 'COLUMN_REPEATED' as const,
      column,
      params: { column },
    })),
  ];
  const unlisted = Math.max(0, unknown.size - LISTED_COLUMNS);
  if (errors.length > 0) throw headerInvalid(errors, header.columns(), { unlisted, sheets });
  for (const name of missing) {
    header.headers.push(name);
    header.positions.push(-1);
  }
  return header;
}

/** One fault of a header. */
type ColumnError = Extract<CodedError, ColumnFault>;

/** `detail` describes the first faults and counts all. `errors` lacks the `unlisted` faults. */
export function headerInvalid(
  errors: ColumnError[],
  columns: FileColumn[],
  { unlisted = 0, sheets }: { unlisted?: number; sheets?: string[] | undefined } = {},
): Refusal {
  const faults = errors.slice(0, DESCRIBED_FAULTS);
  const more = errors.length + unlisted - faults.length;
  const [sheet] = sheets ?? [];
  const params = { faults, more, ...(sheet !== undefined && { sheet }) };
  return new Refusal('HEADER_INVALID', params, errors, undefined, {
    columns,
    ...(sheets && { sheets }),
  });
}

function mappingInvalid(params: UploadFault): Refusal {
  return new Refusal('UPLOAD_INVALID', params, [
    { code: 'UPLOAD_INVALID', field: 'mapping', params },
  ]);
}

interface Mapped {
  keys: string[] | undefined;
  target: string | null;
}

function readMapping(
  mapping: Mapping | undefined,
  keys: readonly string[][],
  wanted: ReadonlyMap<string, string>,
): Mapped[] {
  return Object.entries(mapping ?? {}).map(([key, to]) => {
    const folded = foldName(key);
    const its = keys.find((names) => names.includes(folded));
    if (!its)
      throw mappingInvalid({
        why: 'no-header',
        name: shownName(key),
        ...listed(keys.map(([name]) => name)),
      });
    const target = to === null ? null : wanted.get(foldName(to));
    if (target === undefined)
      throw mappingInvalid({
        why: 'no-column',
        name: shownName(to ?? ''),
        ...listed([...wanted.values()]),
      });
    return { keys: its, target };
  });
}

const LISTED = 50;

const listed = (names: readonly (string | undefined)[]) => ({
  names: names.slice(0, LISTED).map((name) => shownName(name ?? '')),
  more: Math.max(0, names.length - LISTED),
});

/** The name that each header probably means. Missing names come first, and each is suggested for one header only. */
function suggested(
  unknown: readonly string[],
  missing: readonly string[],
  all: readonly string[],
): Map<string, string> {
  const found = new Map<string, string>();
  const free = new Set(missing);
  for (const name of unknown.slice(0, SUGGESTED_FAULTS)) {
    const suggestion = nearestName(name, [...free]);
    if (suggestion === undefined) continue;
    found.set(name, suggestion);
    free.delete(suggestion);
  }
  for (const name of unknown.slice(0, SUGGESTED_FAULTS)) {
    const suggestion = found.has(name) ? undefined : nearestName(name, all);
    if (suggestion !== undefined) found.set(name, suggestion);
  }
  return found;
}

function unknownColumn(column: string, suggestion: string | undefined): ColumnError {
  const suggested = suggestion === undefined ? {} : { suggestion };
  return {
    code: 'COLUMN_UNKNOWN',
    column,
    params: { column: shownName(column), ...suggested },
    ...suggested,
  };
}

/** Each column of the file once, as a mapping calls it. */
function fileColumns(
  rows: readonly string[][],
  names: readonly string[],
  keys: readonly string[][],
  targets: readonly (string | null | undefined)[],
  all: readonly string[],
): FileColumn[] {
  const taken = new Set(targets);
  const unknown = names.filter((name, position) => name !== '' && targets[position] === undefined);
  const suggestions = suggested(
    [...new Set(unknown)],
    all.filter((name) => !taken.has(name)),
    [],
  );
  const isOurs = new Set<string>(DOWNLOAD_COLUMNS);
  return names.slice(0, LISTED_COLUMNS).flatMap((name, position) => {
    const samples = samplesOf(rows, position);
    if (isOurs.has(name) || (name === '' && samples.length === 0)) return [];
    const suggestion = targets[position] ?? suggestions.get(name);
    // One header is enough for a column.
    if (targets[position] === undefined) suggestions.delete(name);
    return [{ found: keys[position]?.[0] ?? name, samples, ...(suggestion ? { suggestion } : {}) }];
  });
}

function samplesOf(rows: readonly string[][], position: number): string[] {
  const samples = new Set<string>();
  for (const cells of rows) {
    const cell = cleanCell(cells[position] ?? '');
    if (cell !== '') samples.add(startOf(cell));
    if (samples.size === SAMPLES) break;
  }
  return [...samples];
}
