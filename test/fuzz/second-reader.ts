import Papa from 'papaparse';

/** A row as it should be read: its first line, and its cells by header. */
export interface ReadRow {
  line: number;
  cells: Record<string, string>;
  extraCells: string[];
}

/** The expected result: the rows, or one of these refusals. */
export type Reading = { rows: ReadRow[]; refused?: undefined } | { refused: string[] };

export interface Template {
  headers: readonly string[];
  /** Ignored columns. */
  ignored: readonly string[];
  maxRows: number;
}

const OTHER_KINDS = ['PK\x03\x04', '\xd0\xcf\x11\xe0', '%PDF-', '\x89PNG', '\xff\xd8\xff', 'GIF8'];
const DELIMITERS = [',', ';', '\t'];

/** Reads a file by the same rules as the product, with another parser and none of its code. */
export function readAgain(bytes: Buffer, template: Template): Reading {
  const start = bytes.subarray(0, 8).toString('latin1');
  if (OTHER_KINDS.some((kind) => start.startsWith(kind))) return { refused: ['FILE_NOT_CSV'] };
  const text = decoded(bytes);
  if (typeof text !== 'string') return text;
  const delimiter = delimiterOf(text, template);
  const { records, isWellFormed } = parsed(text, delimiter);
  const filled = records.filter(({ cells }) => cells.some((cell) => clean(cell) !== ''));
  const [header, ...rows] = filled;
  // Text before a fault may be refused for another reason first.
  if (!isWellFormed) return { refused: ['FILE_MALFORMED', 'HEADER_INVALID', 'FILE_EMPTY'] };
  if (!header) return { refused: ['FILE_EMPTY'] };
  const names = header.cells.map(clean);
  const width = names.findLastIndex((name) => name !== '') + 1;
  const known = names.filter((name) => template.headers.includes(name));
  const unknown = names.filter(
    (name) => name !== '' && !template.headers.includes(name) && !template.ignored.includes(name),
  );
  if (
    unknown.length > 0 ||
    known.length !== template.headers.length ||
    new Set(known).size !== known.length
  )
    return { refused: ['HEADER_INVALID'] };
  if (rows.length === 0) return { refused: ['FILE_EMPTY'] };
  const isUnderNoHeader = (cells: string[]) =>
    cells.some((cell, at) => at < width && names[at] === '' && clean(cell) !== '');
  if (rows.some(({ cells }) => isUnderNoHeader(cells)))
    return { refused: ['HEADER_INVALID', 'TOO_MANY_ROWS'] };
  if (rows.length > template.maxRows) return { refused: ['TOO_MANY_ROWS'] };
  return {
    rows: rows.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(
        template.headers.map((name) => [name, clean(cells[names.indexOf(name)] ?? '')]),
      ),
      extraCells: cells.slice(width).map(clean).filter(Boolean),
    })),
  };
}

function decoded(bytes: Buffer): string | { refused: string[] } {
  const marks: [string, number[]][] = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ];
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  const isUtf16 = marked?.startsWith('utf-16') ?? false;
  const hasNul = (text: string) => text.includes('\0');
  if (!isUtf16 && bytes.includes(0)) return { refused: ['FILE_NOT_CSV', 'FILE_ENCODING'] };
  try {
    const text = new TextDecoder(marked ?? 'utf-8', { fatal: true }).decode(bytes);
    if (hasNul(text)) return { refused: ['FILE_NOT_CSV'] };
    // The parser ignores a second mark at the start of UTF-16.
    return isUtf16 ? text.replace(/^\ufeff/, '') : text;
  } catch {
    if (marked) return { refused: ['FILE_ENCODING', 'FILE_NOT_CSV'] };
  }
  if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => bytes.includes(byte)))
    return { refused: ['FILE_ENCODING'] };
  return new TextDecoder('windows-1252').decode(bytes).replace(/^ï»¿/, '');
}

function delimiterOf(text: string, { headers }: Template): string {
  const from = Math.max(0, text.search(/[^\s,;]/));
  const start = text.slice(from).trimStart();
  const found = DELIMITERS.map((delimiter) => {
    const { records, isWellFormed } = parsed(start, delimiter, 1);
    const cells = isWellFormed ? (records[0]?.cells ?? []) : [];
    const known = cells.filter((cell) => headers.includes(clean(cell))).length;
    return { delimiter, known, count: cells.length };
  });
  const [best] = found.toSorted((a, b) => b.known - a.known || b.count - a.count);
  return best?.delimiter ?? ',';
}

interface Parsed {
  records: { line: number; cells: string[] }[];
  isWellFormed: boolean;
}

/** papaparse supports one kind of line ending, so those outside of quotes are converted to line feeds first. */
function parsed(text: string, delimiter: string, most = 0): Parsed {
  const { unified, wellFormed } = unify(text, delimiter, most);
  const records: Parsed['records'] = [];
  let from = 0;
  let line = 1;
  Papa.parse<string[]>(unified, {
    delimiter,
    newline: '\n',
    step: ({ data, meta }) => {
      records.push({ line, cells: data });
      line += unified.slice(from, meta.cursor).match(/\r\n|\r|\n/g)?.length ?? 0;
      from = meta.cursor;
    },
  });
  return { records, isWellFormed: wellFormed };
}

/** Scans the text once and only tracks whether it is inside quotes. */
function unify(
  text: string,
  delimiter: string,
  most: number,
): { unified: string; wellFormed: boolean } {
  let unified = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let lines = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (state === 'quoted') {
      unified += character;
      if (character !== '"') continue;
      if (text[at + 1] === '"') {
        unified += '"';
        at += 1;
      } else state = 'closed';
      continue;
    }
    if (character === '\r' || character === '\n') {
      if (character === '\r' && text[at + 1] === '\n') at += 1;
      unified += '\n';
      state = 'start';
      lines += 1;
      if (lines === most) return { unified, wellFormed: true };
    } else if (character === delimiter) {
      unified += character;
      state = 'start';
    } else if (character === '"' && state === 'start') {
      unified += character;
      state = 'quoted';
    } else if (character === '"' || state === 'closed') {
      return { unified: '', wellFormed: false };
    } else {
      unified += character;
      state = 'plain';
    }
  }
  return { unified, wellFormed: state !== 'quoted' };
}

const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/;

const clean = (cell: string): string => {
  const text = cell.trim().normalize('NFC');
  return GUARDED.test(text) ? text.slice(1) : text;
};
