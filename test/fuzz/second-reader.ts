import { parsed, type Record } from './second-parser.ts';

/** A row as it should be read: the line on which it starts, and its cells by header. */
export interface ReadRow {
  line: number;
  cells: { [header: string]: string };
  extraCells: string[];
}

/** What should become of a file: its rows, or one of these refusals. */
export type Reading = { rows: ReadRow[]; refused?: undefined } | { refused: string[] };

export interface Template {
  headers: readonly string[];
  /** Columns that are passed over. */
  ignored: readonly string[];
  maxRows: number;
}

const OTHER_KINDS = ['PK\x03\x04', '\xd0\xcf\x11\xe0', '%PDF-', '\x89PNG', '\xff\xd8\xff', 'GIF8'];
const CTRL_Z = '\x1a';
const TAIL = ` \t\r\n\0${CTRL_Z}`;
const DELIMITERS = [',', ';', '\t', '|'];

/** Reads a file by the same rules as the product, with another parser and not one line of its code. */
export function readAgain(bytes: Buffer, template: Template): Reading {
  const start = bytes.subarray(0, 8).toString('latin1');
  if (OTHER_KINDS.some((kind) => start.startsWith(kind))) return { refused: ['FILE_NOT_CSV'] };
  const text = decoded(bytes);
  if (typeof text !== 'string') return text;
  // Padding alone is an empty file to one reader, and no text to another.
  if (text.trim() === '' && bytes.includes(0)) return { refused: ['FILE_EMPTY', 'FILE_NOT_CSV'] };
  // A web page or JSON, or what is left of one.
  if (/^[\s\ufeff]*[<{[]/.test(text))
    return { refused: ['FILE_NOT_CSV', 'HEADER_INVALID', 'FILE_MALFORMED', 'FILE_EMPTY'] };
  return readText(text, template);
}

function readText(text: string, template: Template): Reading {
  const told = /^\ufeff*[^\S\r\n]*("?)sep=([^\s"\p{L}\p{N}]|\t)\1[,;\t| ]*(?=[\r\n]|$)/iu.exec(
    text,
  )?.[2];
  const header = findHeader(text, told, template);
  if (!header) return { refused: ['FILE_EMPTY', 'FILE_MALFORMED', 'DELIMITERS_MIXED'] };
  const { delimiter, names } = header;
  const { records, isWellFormed } = parsed(text, delimiter);
  const from = told === undefined ? 0 : 1;
  const above = records.filter(({ line }) => line > from && line < header.line && line > 0);
  const below = records.filter(({ line }) => line > header.line);
  const width = names.findLastIndex((name) => name !== '') + 1;
  const read = below.map((record) => readRecord(record, { ...header, width }));
  const isBroken =
    !isWellFormed || above.some(({ torn }) => torn) || read.some((one) => one === 'malformed');
  const isMixed = read.some((one) => one === 'mixed');
  const filled = read.filter((one) => typeof one !== 'string');
  const isBody = ({ cells, text: line }: Record) =>
    cells.filter((cell) => clean(cell) !== '').length > 2 || line.includes('@');
  // What stands before a fault may be refused for another reason first.
  const before = ['HEADER_INVALID', 'DELIMITERS_MIXED', 'FILE_EMPTY'];
  if (isBroken) return { refused: ['FILE_MALFORMED', ...before] };
  const known = names.filter((name) => template.headers.includes(name));
  const unknown = names.filter(
    (name) => name !== '' && !template.headers.includes(name) && !template.ignored.includes(name),
  );
  if (
    unknown.length > 0 ||
    known.length !== template.headers.length ||
    new Set(known).size !== known.length ||
    above.some(isBody)
  )
    return {
      refused: [
        'HEADER_INVALID',
        ...(told === undefined ? [] : ['DELIMITERS_MIXED']),
        // Under another delimiter a quote may open and never close.
        ...(DELIMITERS.every((one) => parsed(text, one).isWellFormed) ? [] : ['FILE_MALFORMED']),
      ],
    };
  const isUnderNoHeader = ({ cells }: Record) =>
    cells.some((cell, at) => at < width && names[at] === '' && clean(cell) !== '');
  if (isMixed || filled.some(isUnderNoHeader))
    return {
      refused: [...(isMixed ? ['DELIMITERS_MIXED'] : []), 'HEADER_INVALID', 'TOO_MANY_ROWS'],
    };
  if (filled.length === 0) return { refused: ['FILE_EMPTY'] };
  if (filled.length > template.maxRows) return { refused: ['TOO_MANY_ROWS'] };
  return {
    rows: filled.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(
        template.headers.map((name) => [name, clean(cells[names.indexOf(name)] ?? '')]),
      ),
      extraCells: cells.slice(width).map(clean).filter(Boolean),
    })),
  };
}

interface Found {
  delimiter: string;
  line: number;
  /** Cells of the header, with blank ones at its end. */
  longest: number;
  names: string[];
  isWrapped: boolean;
}

/** The first of eleven lines with half of the template's columns, else the first filled one. */
function findHeader(
  text: string,
  told: string | undefined,
  { headers }: Template,
): Found | undefined {
  const found = (told === undefined ? DELIMITERS : [told]).flatMap((delimiter) => {
    const { records } = parsed(text, delimiter, 11);
    const lines = records.filter(({ line }) => told === undefined || line > 1);
    const first = lines.find(
      (record) =>
        record.torn || (record.cells.some((cell) => clean(cell)) && /[^\s,;|]/.test(record.text)),
    );
    return lines.map((record) => {
      const inner = insideOf(record, delimiter);
      const names = (inner ?? record).cells.map(fold);
      const known = new Set(names.filter((name) => headers.includes(name))).size;
      return {
        delimiter,
        line: record.line,
        longest: names.length,
        names,
        isWrapped: inner !== undefined,
        known,
        isHeader: known * 2 >= headers.length,
        isFirst: record === first && !record.torn,
      };
    });
  });
  const [best] = found
    .filter(({ isHeader, isFirst }) => isHeader || isFirst)
    .toSorted(
      (a, b) =>
        Number(b.isHeader) - Number(a.isHeader) ||
        a.line - b.line ||
        b.known - a.known ||
        b.longest - a.longest,
    );
  return best;
}

/** What a line wholly in quotes has inside, if that is one record of several cells. */
function insideOf(record: Record, delimiter: string): Record | undefined {
  const content = record.cells[0] ?? '';
  const isWhole =
    record.quoted.has(0) && !record.isLoose && record.cells.slice(1).every((cell) => !cell.trim());
  if (!isWhole || !content.includes(delimiter)) return undefined;
  const { records, isWellFormed } = parsed(content, delimiter);
  return isWellFormed && records.length === 1 && !records[0]?.torn ? records[0] : undefined;
}

type Below = Found & { width: number };

function readRecord(outer: Record, header: Below): Record | 'malformed' | 'mixed' | 'none' {
  const { delimiter, isWrapped, width, names } = header;
  const inside =
    isWrapped || outer.cells.length * 2 <= width ? insideOf(outer, delimiter) : undefined;
  const inner = inside && (isWrapped || inside.cells.length * 2 >= width) ? inside : undefined;
  const record = inner ?? outer;
  const content = outer.cells[0] ?? '';
  const isSplit =
    isWrapped &&
    !inner &&
    outer.quoted.has(0) &&
    !outer.isLoose &&
    outer.cells.slice(1).every((cell) => !cell.trim()) &&
    /[\r\n]/.test(content) &&
    content.includes(delimiter);
  if (outer.torn || isSplit || hasSwallowed(record, header)) return 'malformed';
  if (hasOtherDelimiter(record, header)) return 'mixed';
  const isHeader = names.slice(0, width).every((name, at) => fold(record.cells[at] ?? '') === name);
  if (isHeader || record.cells.every((cell) => clean(cell) === '')) return 'none';
  return { ...record, line: outer.line };
}

/** The case that must never be read: a quote that takes whole rows into a cell. */
function hasSwallowed(record: Record, { delimiter, width, longest }: Below): boolean {
  const counts = (line: string) => line.split(delimiter).length - 1;
  return record.cells.some((cell, at) => {
    if (!record.quoted.has(at) || !/[\r\n]/.test(cell) || width < 2) return false;
    const lines = cell.split(/\r\n|\r|\n/).map(counts);
    const outer = (lines.at(0) ?? 0) + (lines.at(-1) ?? 0);
    const most = Math.max(outer, ...lines.slice(1, -1));
    return most >= width - 1 || (outer > 0 && record.cells.length > longest);
  });
}

function hasOtherDelimiter(record: Record, { delimiter, width }: Below): boolean {
  const { cells } = record;
  if (width < 2 || cells.length * 2 > width) return false;
  const text = record.isLoose
    ? record.text
    : cells.filter((_cell, at) => !record.quoted.has(at)).join(delimiter);
  return DELIMITERS.filter((other) => other !== delimiter).some((other) => {
    const count = parsed(text, other).records[0]?.cells.length ?? 0;
    return count > cells.length && count * 2 >= width;
  });
}

function decoded(whole: Buffer): string | { refused: string[] } {
  const marks: [string, number[]][] = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ];
  const marked = marks.find(([, mark]) => mark.every((byte, at) => whole[at] === byte))?.[0];
  const encoding = marked ?? halfEmpty(whole);
  const bytes = encoding?.startsWith('utf-16')
    ? whole
    : Buffer.from(withoutTail(whole.toString('latin1')), 'latin1');
  try {
    const text = new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(bytes);
    const ended = withoutTail(text);
    return ended.includes('\0') ? { refused: ['FILE_NOT_CSV'] } : ended;
  } catch {
    if (encoding) return { refused: ['FILE_ENCODING', 'FILE_NOT_CSV'] };
  }
  if (bytes.includes(0)) return { refused: ['FILE_NOT_CSV'] };
  if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => bytes.includes(byte)))
    return { refused: ['FILE_ENCODING'] };
  return new TextDecoder('windows-1252').decode(bytes, { stream: true });
}

/** UTF-16 without its mark: NULs in the first kilobyte, nearly all on one side. */
function halfEmpty(bytes: Buffer): string | undefined {
  let end = Math.min(bytes.length, 1_024);
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  // The NUL of a last letter is no padding.
  const sample = bytes.subarray(0, end + (end % 2));
  const nuls = [0, 1].map(
    (side) => sample.filter((byte, at) => byte === 0 && at % 2 === side).length,
  );
  const [even = 0, odd = 0] = nuls;
  const [few = 0, many = 0] = [even, odd].toSorted((a, b) => a - b);
  if (many === 0 || many * 8 < sample.length || few * 10 > many) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && TAIL.includes(text.charAt(end - 1))) end -= 1;
  const tail = text.slice(end);
  return tail.includes('\0') || tail.includes(CTRL_Z) ? text.slice(0, end) : text;
}

/** The parts of a cell between separators, each of which may have a guard. */
function unguarded(text: string): string {
  const parts = text.split(/([,;\t|\r\n])/);
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return part;
      const isFirst = at === 0;
      const start = part.replace(isFirst ? /^'+/ : /^['"]+/, '')[0] ?? (isFirst ? parts[1] : '');
      const starts = isFirst ? '=+-@\t\r＝＋－＠' : '=+-@＝＋－＠';
      return part.startsWith("'") && start && starts.includes(start) ? part.slice(1) : part;
    })
    .join('');
}

/** Spaces, and characters that show nothing, but not the signs that some scripts write over digits. */
const UNSEEN =
  '(?:(?![\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}])[\\s\\p{Cf}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u2800\\u3164\\uFFA0])+';
const UNSEEN_START = new RegExp(`^${UNSEEN}`, 'u');
const UNSEEN_END = new RegExp(`${UNSEEN}$`, 'u');

function clean(cell: string): string {
  const text = cell.replace(UNSEEN_START, '').replace(UNSEEN_END, '').normalize('NFC');
  const bare = unguarded(text);
  if (bare !== text) return bare;
  const inner = /^="((?:""|[^"])*)"$/.exec(text)?.[1];
  return inner === undefined ? text : inner.replaceAll('""', '"').trim();
}

const fold = (cell: string): string =>
  clean(cell)
    .replace(/[\p{Cf}\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
    .normalize('NFC');
