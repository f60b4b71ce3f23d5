import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A sheet whose cells are all text, which no spreadsheet program takes for formulas. */
export interface TextSheet {
  name: string;
  isHidden?: boolean;
  rows: readonly (readonly string[])[];
  /** Characters. */
  widths: readonly number[];
  /** Keeps the first row in sight. */
  isFrozen?: boolean;
  lists?: readonly DropDown[];
}

/** Cells that offer the cells of another sheet: a range, because a comma would split a name in a list of names. */
export interface DropDown {
  /** The cells that offer it, such as `F2:F1048576`. */
  cells: string;
  /** Where its values are, such as `Lists!$A$1:$A$3`. */
  source: string;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Number format 49 is “Text”. Style 1 is for cells, 2 for headers, 3 for lines that wrap. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** The bytes of an .xlsx file. */
export function xlsxFile(sheets: readonly TextSheet[]): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (name: string, xml: string): void => zip.addBuffer(Buffer.from(HEAD + xml), name);
  const part = (index: number): string => `worksheets/sheet${index + 1}.xml`;
  add(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${sheets.map((_, index) => `<Override PartName="/xl/${part(index)}" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
  );
  add('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]));
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name, isHidden }, index) => `<sheet name="${xml(name)}" sheetId="${index + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    relations([
      ...sheets.map((_, index): [string, string] => ['worksheet', part(index)]),
      ['styles', 'styles.xml'],
    ]),
  );
  zip.addBuffer(Buffer.from(STYLES), 'xl/styles.xml');
  for (const [index, sheet] of sheets.entries()) add(`xl/${part(index)}`, sheetXml(sheet));
  zip.end();
  return buffer(zip.outputStream);
}

/** `A`, `Z`, `AA` for 0, 25, 26. */
export const columnName = (index: number): string =>
  (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) +
  String.fromCharCode(65 + (index % 26));

function sheetXml({ rows, widths, isFrozen, lists = [] }: TextSheet): string {
  const view = isFrozen
    ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    : '';
  const style = isFrozen ? 1 : 3;
  const cols = widths
    .map(
      (width, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${style}" customWidth="1"/>`,
    )
    .join('');
  const data = rows
    .map((cells, row) => {
      const xmlCells = cells.map((cell, column) =>
        cell === '' ? '' : textCell(`${columnName(column)}${row + 1}`, row === 0 ? 2 : style, cell),
      );
      return `<row r="${row + 1}">${xmlCells.join('')}</row>`;
    })
    .join('');
  const dropDowns = lists.map(
    ({ cells, source }) =>
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="Not in the list" error="Choose a value from the list." sqref="${cells}"><formula1>${source}</formula1></dataValidation>`,
  );
  const validations =
    lists.length > 0
      ? `<dataValidations count="${lists.length}">${dropDowns.join('')}</dataValidations>`
      : '';
  return `<worksheet xmlns="${MAIN}">${view}<cols>${cols}</cols><sheetData>${data}</sheetData>${validations}</worksheet>`;
}

const textCell = (ref: string, style: number, text: string): string =>
  `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;

const relations = (list: readonly [type: string, target: string][]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${list.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Escapes characters that XML can't hold as `_x0007_`, and an underscore that begins such a text as `_x005F_`. */
const xml = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (character) => REFERENCES[character] as string)
    .replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, (character) => {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${code}_`;
    });
