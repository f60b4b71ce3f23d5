import { Refusal } from '../problems/refusal.js';
import { type FileRecord, RecordReader } from './records.js';

/** Malformed lines that a refusal names; the others are counted. */
const NAMED_LINES = 20;

/** The parameters of the message for a malformed record. */
export type Faulty = Pick<FileRecord, 'line' | 'lastLine' | 'fault'>;

/** The record inside a line that is wholly in quotes. Undefined for any other line. */
export function unwrapped(record: FileRecord, delimiter: string): FileRecord | undefined {
  const [content = ''] = record.cells;
  if (!record.isQuoted || !content.includes(delimiter)) return undefined;
  const inner = new RecordReader(delimiter).read(content, true);
  return inner.length === 1 && !inner[0]?.fault ? inner[0] : undefined;
}

/**
 * Whether a quoted cell with line breaks probably contains whole rows, because its closing quote is missing: one of its
 * lines, or its first and last line together, have as many separators as a record, or the record has too many cells and
 * as many separators as two. `width`: columns of the header. `longest`: cells of the header, including blank ones at its
 * end.
 */
export function hasSwallowed(
  record: FileRecord,
  delimiter: string,
  width: number,
  longest: number,
): boolean {
  const wanted = width - 1;
  const outside = record.cells.length - 1;
  if (!record.broken || wanted < 1) return false;
  return record.broken.some((position) => {
    const counts = (record.cells[position] ?? '')
      .split(/\r\n|\n|\r/)
      .map((line) => separators(line, delimiter));
    const ends = (counts[0] ?? 0) + (counts.at(-1) ?? 0);
    return (
      ends >= wanted ||
      counts.slice(1, -1).some((count) => count >= wanted) ||
      (ends > 0 && outside >= longest && ends + outside >= 2 * wanted)
    );
  });
}

function separators(line: string, delimiter: string): number {
  let count = 0;
  for (let at = line.indexOf(delimiter); at !== -1; at = line.indexOf(delimiter, at + 1))
    count += 1;
  return count;
}

/** Refuses the file with its malformed lines; `more` are only counted. */
export function malformed(faulty: readonly Faulty[], more = 0): Refusal {
  const lines = faulty.slice(0, NAMED_LINES);
  return new Refusal(
    'FILE_MALFORMED',
    { lines, more: faulty.length - lines.length + more },
    lines.map(({ line, lastLine, fault }) => ({
      code: 'FILE_MALFORMED' as const,
      params: { line, lastLine, fault },
      line,
      ...(lastLine > line && { lastLine }),
    })),
  );
}
