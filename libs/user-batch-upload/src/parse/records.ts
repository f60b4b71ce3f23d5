import { type CsvError, type Options as CsvOptions, parse, type Parser } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { pipeline } from 'node:stream';
import { Refusal } from '../problems/refusal.js';
import { readable } from './encoding.js';
import type { Encoding, OpenedFile } from './file-format.js';

/** A record as it stands in the file: cells untouched, and the line on which it starts. */
export interface FileRecord {
  line: number;
  cells: string[];
}

/** Longer than any honest record: what a quote that never closes runs into. */
const RECORD_CHARACTERS = 256 * 1024;

/** Arrays, never objects: a header such as `__proto__` stays text. The line ends are named because csv-parse's own discovery merges records where they are mixed. */
const OPTIONS = {
  columns: false,
  record_delimiter: ['\r\n', '\n', '\r'].map((end) => Buffer.from(end)),
  relax_column_count: true,
  skip_empty_lines: false,
  max_record_size: RECORD_CHARACTERS,
} satisfies CsvOptions;

/** Of the stream, whose options csv-parse hands on: what is kept may be a thousand records in one. */
const ONE_AHEAD = { readableHighWaterMark: 1 };

/**
 * The parser used last. Its functions are made anew for each file, and what V8 compiled of them goes with the last
 * ones; to compile it again for each file took a twelfth of what staging 10,000 rows takes.
 */
const kept: { parser?: Parser } = {};

/**
 * The records of a file, each turned into what `keep` makes of it; undefined is left out. Throws `FILE_MALFORMED`
 * with the line of the record that can't be read. The only place, with `firstRecord`, that knows csv-parse.
 */
export async function* records<Kept>(
  path: string,
  encoding: Encoding,
  delimiter: OpenedFile['delimiter'],
  keep: (record: FileRecord) => Kept | undefined,
): AsyncGenerator<Kept> {
  let nextLine = 1;
  const parser = parse({
    ...OPTIONS,
    delimiter,
    bom: true,
    ...ONE_AHEAD,
    // Called in the order of the file before anything is buffered, so that `nextLine` is right when a record fails.
    on_record: (cells: string[]) => {
      // Each record is the first one to csv-parse: it makes an error, stack and all, for one of another width than that.
      info.records = 0;
      const line = nextLine;
      nextLine += 1 + lineBreaks(cells);
      // csv-parse hands on whatever it is given here; its types know only records.
      return (keep({ line, cells }) ?? null) as string[] | null;
    },
  });
  const info: { records: number } = parser.info;
  kept.parser = parser;
  pipeline(readable(path, encoding), parser, () => undefined);
  try {
    yield* parser as unknown as AsyncIterable<Kept>;
  } catch (error) {
    throw isCsvError(error) ? malformed(error, nextLine) : error;
  } finally {
    parser.destroy();
  }
}

/** The first record of a text under a delimiter; none where it can't be read that way. */
export function firstRecord(text: string, delimiter: OpenedFile['delimiter']): string[] {
  try {
    const [first] = parseAtOnce(text, { ...OPTIONS, delimiter, to: 1 }) as unknown as string[][];
    return first ?? [];
  } catch (error) {
    if (isCsvError(error)) return [];
    throw error;
  }
}

/** csv-parse counts a quoted CRLF twice; an editor shows it as one line end. */
function lineBreaks(cells: string[]): number {
  let breaks = 0;
  for (const cell of cells)
    if (cell.includes('\n') || cell.includes('\r'))
      breaks += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  return breaks;
}

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && 'code' in error && /QUOTE|CSV_/.test(String(error.code));

function malformed(error: CsvError, line: number): Refusal {
  const what = {
    CSV_QUOTE_NOT_CLOSED: 'a quote (") is opened and never closed',
    CSV_MAX_RECORD_SIZE: 'the record is too long; probably a quote (") is opened and never closed',
    CSV_INVALID_CLOSING_QUOTE: 'there is text after a closing quote (")',
    INVALID_OPENING_QUOTE: 'there is a quote (") inside a cell that is not quoted',
  }[error.code as string];
  const message = `Line ${line} can't be read: ${what ?? error.message}. Put the whole cell in quotes and double each quote in it, or remove the quote; then upload the file again.`;
  return new Refusal('FILE_MALFORMED', message, [{ code: 'FILE_MALFORMED', message, line }]);
}
