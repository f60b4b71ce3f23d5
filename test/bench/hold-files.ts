/** A file within the limits that is as bad as its kind can be. */
export type HoldFile = (limits: {
  maxRows: number;
  maxBytes: number;
  headers: readonly string[];
}) => string;

type Cells = (index: number, header: string) => string;

const GOOD: Record<string, string> = {
  'Profile Type ID': '1',
  'First Name': 'Ana',
  'Last Name': 'Sousa',
  Office: 'North Clinic',
};
const NOTES = 'Employee Notes';

/** As many rows as the limits allow. */
const rowsOf =
  (cells: Cells, most = Infinity): HoldFile =>
  ({ maxRows, maxBytes, headers }) => {
    const lines = [headers.join()];
    let left = maxBytes - 1_000;
    for (let index = 0; index < Math.min(maxRows, most); index += 1) {
      const line = headers
        .map((header) =>
          header === 'Email Address' ? `u${index}@new.example` : cells(index, header),
        )
        .join();
      left -= Buffer.byteLength(line) + 2;
      if (left < 0) break;
      lines.push(line);
    }
    return `${lines.join('\r\n')}\r\n`;
  };

/** A header and a text again and again. */
const repeated =
  (unit: string): HoldFile =>
  ({ maxBytes, headers }) => {
    const head = `${headers.join()}\n`;
    return (
      head + unit.repeat(Math.floor((maxBytes - 10_000 - head.length) / Buffer.byteLength(unit)))
    );
  };

const good =
  (notes: string): Cells =>
  (_index, header) =>
    header === NOTES ? notes : (GOOD[header] ?? '');

const RECORD = 250_000;

export const FILES: Record<string, HoldFile> = {
  'ordinary rows': rowsOf(good('A note of an ordinary length')),
  'rows of 4 KB': rowsOf((_index, header) =>
    header === NOTES ? 'n'.repeat(3_900) : (GOOD[header] ?? ''),
  ),
  'wide Chinese notes': rowsOf(good('文'.repeat(3_990))),
  'each cell too long': rowsOf(() => 'x'.repeat(3_990)),
  'each cell wrong': rowsOf(() => '文'.repeat(100)),
  'each cell of control characters': rowsOf(() => '\u0001'.repeat(250)),
  'each cell a short fault': rowsOf(() => '\u0001'),
  'cells of a quarter of a million': rowsOf((_index, header) =>
    header === NOTES ? 'x'.repeat(RECORD) : '1',
  ),
  'a huge cell in every 50th row': rowsOf((index, header) =>
    header === NOTES ? 'x'.repeat(index % 50 === 49 ? RECORD : 10) : (GOOD[header] ?? ''),
  ),
  'many cells to the right': repeated(`1${',a'.repeat(RECORD / 2)}\n`),
  'many empty cells': repeated(`1${','.repeat(RECORD)}\n`),
  'many short cells to the right': repeated(`1${',a'.repeat(2_000)}\n`),
  'one cell a row': rowsOf((_index, header) => (header === 'Profile Type ID' ? '1' : '')),
  'the same user in each row': rowsOf((_index, header) =>
    header === 'Internal ID'
      ? 'K-1'
      : header === NOTES
        ? '"' + 'z'.repeat(3_800) + '"'
        : (GOOD[header] ?? ''),
  ),
  'offices with a slip': rowsOf((index, header) =>
    header === 'Office' ? `North ${index} Clinic` : (GOOD[header] ?? ''),
  ),
  'line feeds': repeated('\n'),
  'short lines beyond the limit': repeated('a\n'),
  'quoted quotes': repeated(`1,"${'""'.repeat(100_000)}"\n`),
  'a quote that never closes': ({ maxBytes, headers }) =>
    `${headers.join()}\n1,"${'a line of text, with commas\n'.repeat(Math.floor((maxBytes - 10_000) / 28))}`,
  'a quote that never closes, of two bytes a letter': ({ maxBytes, headers }) =>
    `${headers.join()}\n1,"${'ä,ö\n'.repeat(Math.floor((maxBytes - 10_000) / 6))}`,
  'unknown headers': ({ headers }) =>
    `${headers.join()},${Array.from({ length: 30_000 }, (_, index) => `h${index}`).join()}\n1\n`,
  'short unknown headers': ({ headers }) =>
    `${headers.join()},${Array.from({ length: 60_000 }, (_, index) => index.toString(36)).join()}\n1\n`,
  'long unknown headers': ({ headers }) =>
    `${headers.join()},${Array.from({ length: 60 }, (_, index) => `${'h'.repeat(4_000)}${index}`).join()}\n1\n`,
};
