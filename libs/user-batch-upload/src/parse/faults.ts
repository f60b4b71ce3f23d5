import { Refusal } from '../problems/refusal.js';
import { type FileRecord, RecordReader } from './records.js';

/** Malformed lines that a refusal names; the others are counted. */
const TOLD = 20;

/** The parameters of the message for a malformed record. */
export type Faulty = Pick<FileRecord, 'line' | 'lastLine' | 'fault'>;

/** The record that a line wholly in quotes stands for, or undefined where it is none. */
export function unwrapped(record: FileRecord, delimiter: string): FileRecord | undefined {
  const [content = ''] = record.cells;
  if (!record.isQuoted || !content.includes(delimiter)) return undefined;
  const inner = new RecordReader(delimiter).read(content, true);
  return inner.length === 1 && !inner[0]?.fault ? inner[0] : undefined;
}

/**
 * Has a quoted cell with line breaks probably swallowed rows, because its quote was meant otherwise? Then one of its
 * whole lines, or its first and last together, have the separators of a record, or the record is too long.
 * `width`: columns of the header; `longest`: cells of the header, blank ones at its end too.
 */
export function hasSwallowed(
  record: FileRecord,
  delimiter: string,
  width: number,
  longest: number,
): boolean {
  const wanted = width - 1;
  if (!record.broken || wanted < 1) return false;
  return record.broken.some((position) => {
    const counts = (record.cells[position] ?? '')
      .split(/\r\n|\n|\r/)
      .map((line) => separators(line, delimiter));
    const ends = (counts[0] ?? 0) + (counts.at(-1) ?? 0);
    return (
      ends >= wanted ||
      counts.slice(1, -1).some((count) => count >= wanted) ||
      (ends > 0 && record.cells.length > longest)
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
  const errors = faulty.slice(0, TOLD).map((record) => ({
    code: 'FILE_MALFORMED',
    message: faultMessage(record),
    line: record.line,
    ...(record.lastLine > record.line && { lastLine: record.lastLine }),
  }));
  const rest = faulty.length - errors.length + more;
  const told = errors.map(({ message }) => message);
  if (rest > 0) told.push(`And ${rest} more.`);
  return new Refusal(
    'FILE_MALFORMED',
    `${told.join(' ')} Put each cell that has a quote (") in quotes as a whole and double each quote in it, or remove the quote; then upload the file again.`,
    errors,
  );
}

function faultMessage({ line, lastLine, fault }: Faulty): string {
  switch (fault) {
    case 'NEVER_CLOSED':
      return `Line ${line} can't be read: a quote (") is opened and never closed.`;
    case 'TOO_LONG':
      return `Line ${line} can't be read: it is longer than any row can be.`;
    case 'TEXT_BEHIND_LINES':
      return `Lines ${line} to ${lastLine} can't be read: a quoted cell runs over them, with text after its closing quote ("). A quote is probably missing on line ${line}.`;
    default:
      return `Lines ${line} to ${lastLine} can't be read: a quoted cell has probably swallowed rows. A closing quote (") is probably missing on line ${line}.`;
  }
}
