import { buffer, text } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import {
  openWorkbook,
  type Workbook,
  type WorkbookRecord,
} from '../../libs/user-batch-upload/src/parse/workbook/workbook.js';
import { withFile } from './opening.js';

export interface TestSheet {
  name?: string;
  state?: 'visible' | 'hidden' | 'veryHidden';
  /** The content of `<sheetData>`, or the whole part if it starts with `<?xml`. */
  rows: string;
  /** What stands behind `<sheetData>`. */
  after?: string;
}

export interface TestWorkbook {
  sheets: TestSheet[];
  /** The content of `<sst>`. */
  strings?: string;
  /** Codes of number formats; the style with the number 1 has the first. */
  formats?: string[];
  is1904?: boolean;
  /** Further parts, or others instead of those above. */
  parts?: Record<string, string | Buffer>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A ZIP file of these parts. */
export function zipOf(parts: Iterable<[name: string, content: string | Buffer]>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of parts) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** The parts of a ZIP file by name. */
export async function partsIn(bytes: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  const zip = await yauzl.fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return parts;
}

/** A copy of `template.xlsx` with these rows of text below its header. */
export async function filledIn(
  template: Buffer,
  rows: readonly (readonly string[])[],
): Promise<Buffer> {
  const parts = await partsIn(template);
  const sheet = 'xl/worksheets/sheet1.xml';
  const filled = parts.get(sheet)?.replace('</sheetData>', `${textRows(rows)}</sheetData>`);
  return zipOf(parts.set(sheet, filled ?? ''));
}

/** Reads a sheet whole. */
export const readSheet = (
  bytes: Buffer,
  sheet?: string,
): Promise<Pick<Workbook, 'sheet' | 'notices'> & { rows: WorkbookRecord[] }> =>
  withFile(bytes, async (path) => {
    const opened = await openWorkbook(path, { maxRows: 100, sheet });
    try {
      const rows: WorkbookRecord[] = [];
      for await (const batch of opened.records) rows.push(...batch);
      return { sheet: opened.sheet, notices: opened.notices, rows };
    } finally {
      await opened.close();
    }
  });

/** The bytes of an .xlsx file with one sheet, or as described. */
export function workbookOf(workbook: TestWorkbook | string): Promise<Buffer> {
  return zipOf(Object.entries(partsOf(workbook)));
}

export function partsOf(given: TestWorkbook | string): Record<string, string | Buffer> {
  const workbook = typeof given === 'string' ? { sheets: [{ rows: given }] } : given;
  const { sheets, strings, formats = [], is1904 = false, parts = {} } = workbook;
  const all: Record<string, string | Buffer> = {
    '[Content_Types].xml': `${HEAD}<Types/>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="${is1904}"/><sheets>` +
      sheets
        .map(
          ({ name, state }, index) =>
            `<sheet name="${name ?? `Sheet${index + 1}`}" sheetId="${index + 1}" r:id="rId${index + 1}" state="${state ?? 'visible'}"/>`,
        )
        .join('') +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, index): Relation => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
      ['styles', 'styles.xml'],
      ...(strings === undefined ? [] : [['sharedStrings', 'sharedStrings.xml'] as Relation]),
    ]),
    'xl/styles.xml':
      `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>` +
      formats
        .map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${escaped(code)}"/>`)
        .join('') +
      '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>' +
      formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`).join('') +
      '</cellXfs></styleSheet>',
  };
  if (strings !== undefined)
    all['xl/sharedStrings.xml'] = `${HEAD}<sst xmlns="${MAIN}">${strings}</sst>`;
  for (const [index, { rows, after = '' }] of sheets.entries())
    all[`xl/worksheets/sheet${index + 1}.xml`] = rows.startsWith('<?xml')
      ? rows
      : `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return { ...all, ...parts };
}

type Relation = [type: string, target: string, mode?: string];

export const relations = (list: readonly Relation[]): string =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
  list
    .map(
      ([type, target], index) =>
        `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
    )
    .join('') +
  '</Relationships>';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Rows of cells of text, from row 1. */
export const textRows = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) => `<row>${cells.map(textCell).join('')}</row>`)
    .join('');

const textCell = (text: string): string =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
