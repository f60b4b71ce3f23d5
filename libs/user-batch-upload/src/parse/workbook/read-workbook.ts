import type { CodedNotice } from '../../load/notice.js';
import { NOTES_SHEETS } from '../../template/notes-sheet.js';
import { openArchive } from './archive.js';
import { readNumberFormats } from './number-formats.js';
import { readSharedStrings, SharedStrings } from './shared-strings.js';
import { beyond, unreadable, WorkbookFault } from './workbook-fault.js';
import { findParts, type Sheet } from './workbook-parts.js';
import { partNotices, rowNotices, sheetNotice } from './workbook-notices.js';
import { Worksheet } from './worksheet.js';
import { readXml } from './xml.js';

const MB = 1024 * 1024;
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 128 * 1024;

/** Line and cells of rows that have a filled cell. */
export type Batch = [line: number, cells: string[]][];

/** The messages of the reader, in this order. `end` has the notices about rows. */
export type Message =
  | { opened: { sheet: string; notices: CodedNotice[] } }
  | { rows: Batch }
  | { end: { notices: CodedNotice[] } };

export interface ReadOptions {
  /** The first visible sheet where it is undefined. */
  sheet?: string;
  /** The bounds of the reader are in proportion to it. */
  maxRows: number;
}

/** Reads one sheet of a workbook and sends its rows as they are read. Throws `WorkbookFault`. */
export async function readWorkbook(
  path: string,
  { sheet: wanted, maxRows }: ReadOptions,
  send: (message: Message) => Promise<void>,
): Promise<void> {
  const bound = 64 * MB + maxRows * 4 * 1024;
  const archive = await openArchive(path, bound);
  const { sheets, is1904, sharedStrings, styles } = await findParts(archive);
  const sheet = chooseSheet(sheets, wanted);
  const others = sheets.filter((one) => one.isVisible && one !== sheet && !isOurNotes(one.name));
  await send({
    opened: {
      sheet: sheet.name,
      notices: [
        ...(wanted === undefined && others.length > 0
          ? [
              sheetNotice(
                sheet.name,
                others.map(({ name }) => name),
              ),
            ]
          : []),
        ...partNotices(archive.names()),
      ],
    },
  });
  const context = {
    is1904,
    strings: sharedStrings
      ? await readSharedStrings(archive.read(sharedStrings), 1_000_000 + maxRows * 20)
      : new SharedStrings(),
    formats: styles ? await readNumberFormats(archive.read(styles)) : [],
  };
  let batch: Batch = [];
  let characters = 0;
  let sent = 0;
  const full: Batch[] = [];
  const worksheet = new Worksheet(context, (line, cells) => {
    batch.push([line, cells]);
    for (const cell of cells) characters += cell.length + 1;
    if (batch.length < BATCH_ROWS && characters < BATCH_CHARACTERS) return;
    full.push(batch);
    batch = [];
    sent += characters;
    characters = 0;
    // A short reference in the file may stand for a long shared text, in each of a million cells.
    if (sent > bound) throw beyond({ bound: 'characters', most: Math.round(bound / MB) });
  });
  await readXml(archive.read(sheet.part), worksheet, async () => {
    for (const rows of full.splice(0)) await send({ rows });
  });
  if (batch.length > 0) full.push(batch);
  for (const rows of full) await send({ rows });
  await send({ end: { notices: rowNotices(worksheet.assumptions) } });
}

const isOurNotes = (name: string): boolean => Object.values(NOTES_SHEETS).includes(name);

const SHOWN_SHEETS = 20;

function chooseSheet(sheets: readonly Sheet[], wanted: string | undefined): Sheet {
  if (wanted === undefined) {
    const first = sheets.find(({ isVisible }) => isVisible);
    if (!first) throw unreadable({ why: 'no-sheet' });
    return first;
  }
  const name = wanted.normalize('NFC');
  const found = sheets.find((sheet) => sheet.name.normalize('NFC') === name);
  if (found) return found;
  throw new WorkbookFault({
    code: 'UPLOAD_INVALID',
    params: {
      why: 'no-sheet',
      sheet: wanted.slice(0, 255),
      sheets: sheets.slice(0, SHOWN_SHEETS).map((sheet) => sheet.name),
      more: Math.max(0, sheets.length - SHOWN_SHEETS),
    },
  });
}
