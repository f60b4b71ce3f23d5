import { Refusal } from '../problems/refusal.js';
import { decoded, findText, firstText, type TextFile } from './encoding.js';
import { readEnds } from './file-ends.js';
import { isZip, refuseBinaryKinds } from './file-kind.js';
import type { Column } from '../columns/column.js';
import type { Mapping, OpenedFile } from './file-format.js';
import { findLayout, findSheetLayout, type Layout, SAMPLED_LINES } from './layout.js';
import { type FileRecord, RECORD_CHARACTERS, RecordReader } from './records.js';
import { openWorkbook, type WorkbookRecord } from './workbook/workbook.js';

/** Where records come from: a text file, or a sheet of a workbook. */
export interface FileSource extends Pick<
  OpenedFile,
  'encoding' | 'delimiter' | 'sheet' | 'notices'
> {
  /** undefined where nothing is filled. */
  layout: Layout | undefined;
  /** All of them in pieces, once. */
  records: AsyncIterable<FileRecord[]>;
  /** Whether control characters end the file. */
  hasTail: boolean;
  /** Must be called, even if not all records were read. */
  close(): Promise<void>;
}

export interface SourceOptions {
  columns: Column[];
  maxRows: number;
  /** The encoding that the admin chose, instead of detecting it: a label of the WHATWG Encoding Standard. */
  encoding?: string;
  /** The sheet of a workbook to read instead of its first visible one. */
  sheet?: string;
  mapping?: Mapping;
}

/** Opens what the bytes show the file to be, whatever its name. */
export async function openSource(path: string, options: SourceOptions): Promise<FileSource> {
  const { head, tail } = await readEnds(path);
  refuseBinaryKinds(head, tail);
  if (isZip(head)) return openSheet(path, options);
  if (options.sheet !== undefined) throw withoutSheets();
  return openText(path, options);
}

const withoutSheets = (): Refusal =>
  new Refusal('UPLOAD_INVALID', { why: 'no-sheets' }, [
    { code: 'UPLOAD_INVALID', field: 'sheet', params: { why: 'no-sheets' } },
  ]);

async function openText(path: string, options: SourceOptions): Promise<FileSource> {
  const file = await findText(path, options.encoding);
  const head = await firstText(file, RECORD_CHARACTERS);
  const isWhole = head.length < RECORD_CHARACTERS;
  const layout = findLayout(head, isWhole, options.columns, options.mapping);
  return {
    layout,
    encoding: file.encoding,
    delimiter: layout?.delimiter ?? null,
    sheet: null,
    notices: [...file.notices],
    records: textRecords(file, layout?.delimiter ?? ','),
    hasTail: file.hasTail,
    close: async () => undefined,
  };
}

async function* textRecords(file: TextFile, delimiter: string): AsyncGenerator<FileRecord[]> {
  const reader = new RecordReader(delimiter);
  for await (const piece of decoded(file)) yield reader.read(piece, false);
  yield reader.read('', true);
}

/** Lines among which the header and samples of the rows below it are looked for. */
const HEAD_LINES = 11 + SAMPLED_LINES;

async function openSheet(path: string, options: SourceOptions): Promise<FileSource> {
  const { columns, mapping, sheet, maxRows } = options;
  const workbook = await openWorkbook(path, { sheet, maxRows });
  try {
    const begun: WorkbookRecord[] = [];
    while ((begun.at(-1)?.line ?? 0) < HEAD_LINES) {
      const next = await workbook.records.next();
      if (next.done) break;
      begun.push(...next.value);
    }
    const first = begun.filter(({ line }, index) => index === 0 || line <= HEAD_LINES);
    return {
      layout: findSheetLayout(
        first.map((record) => sheetRecord(record, record.cells.join(' '))),
        columns,
        mapping,
      ),
      encoding: null,
      delimiter: null,
      sheet: workbook.sheet,
      notices: workbook.notices,
      records: sheetRecords(begun, workbook.records),
      hasTail: false,
      close: () => workbook.close(),
    };
  } catch (error) {
    await workbook.close();
    throw error;
  }
}

async function* sheetRecords(
  begun: readonly WorkbookRecord[],
  rest: AsyncIterable<WorkbookRecord[]>,
): AsyncGenerator<FileRecord[]> {
  yield begun.map((record) => sheetRecord(record));
  for await (const records of rest) yield records.map((record) => sheetRecord(record));
}

const sheetRecord = ({ line, cells }: WorkbookRecord, text = ''): FileRecord => ({
  line,
  lastLine: line,
  cells,
  text,
  isQuoted: false,
});
