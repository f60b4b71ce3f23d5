import { Refusal } from '../problems/refusal.js';

/** How to save a table as a file that can be read, in the program that wrote it. */
const EXCEL =
  'Open it in Excel, choose File, “Save As”, then the type “Excel Workbook (*.xlsx)” or “CSV UTF-8 (Comma delimited)”, and upload that file.';
const LIBRE_OFFICE =
  'Open it in LibreOffice, choose File, “Save As”, then the type “Excel 2007-365 (.xlsx)”, or “Text CSV” with the character set “Unicode (UTF-8)” (elsewhere this is called “CSV UTF-8”), and upload that file.';
const NUMBERS =
  'Open it in Numbers, choose File, “Export To”, “Excel” (XLSX), or “CSV” with the encoding “Unicode (UTF-8)” (elsewhere this is called “CSV UTF-8”), and upload that file.';
const SPREADSHEET =
  'Open it in your spreadsheet program, choose “Save as”, then “XLSX” or “CSV UTF-8”, and upload that file.';
const EXPORT =
  'Export the table from the program that wrote it as “XLSX” or “CSV UTF-8”, or copy it into the template, and upload that file.';
const NO_TABLE =
  'Copy the table into the template, save it as “XLSX” or “CSV UTF-8”, and upload that file.';
const PASSWORD =
  'Open it in Excel, choose File, “Info”, “Protect Workbook”, “Encrypt with Password”, and clear the password. Then save it, or choose “Save As”, the type “CSV UTF-8 (Comma delimited)”, and upload that file.';

type Kind = readonly [kind: string, wayOut: string];

const UNPACK = 'Unpack it, and upload the file that is in it, saved as “XLSX” or “CSV UTF-8”.';

/** How files of other kinds begin. A character stands for a byte. */
const STARTS: readonly (readonly [starts: readonly string[] | RegExp, ...kind: Kind])[] = [
  [['%PDF-'], 'a PDF', NO_TABLE],
  [['\x89PNG'], 'a PNG image', NO_TABLE],
  [['\xFF\xD8\xFF'], 'a JPEG image', NO_TABLE],
  [['GIF8'], 'a GIF image', NO_TABLE],
  [['II*\0', 'MM\0*'], 'a TIFF image', NO_TABLE],
  [/^RIFF[^]{4}WEBP/, 'a WebP image', NO_TABLE],
  [/^[^]{4}ftyp(hei|mif|avif|msf)/, 'a HEIC or AVIF image', NO_TABLE],
  [
    ['\x1F\x8B', '7z\xBC\xAF\x27\x1C', 'Rar!\x1A\x07', 'BZh91AY', '\xFD7zXZ\0', '\x28\xB5\x2F\xFD'],
    'an archive',
    UNPACK,
  ],
  [['SQLite format 3\0'], 'a SQLite database', EXPORT],
  [['\0\x01\0\0Standard '], 'an Access database', EXPORT],
  [['PAR1'], 'a Parquet file', EXPORT],
  [
    ['\x09\0\x04\0', '\x09\x02\x06\0', '\x09\x04\x06\0', '\x09\x08\x08\0', '\x09\x08\x10\0'],
    'an old Excel workbook (XLS)',
    EXCEL,
  ],
  [['{\\rtf'], 'a text document (RTF)', NO_TABLE],
];

const ZIP = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const COMPOUND = '\xD0\xCF\x11\xE0';

/** What names a file inside a ZIP says of the whole. */
const IN_ZIP: readonly (readonly [name: RegExp, ...kind: Kind])[] = [
  [/vnd\.oasis\.opendocument\.spreadsheet/, 'an OpenDocument spreadsheet (ODS)', LIBRE_OFFICE],
  [/vnd\.oasis\.opendocument\.text/, 'an OpenDocument text (ODT)', NO_TABLE],
  [/vnd\.oasis\.opendocument/, 'an OpenDocument file', LIBRE_OFFICE],
  [/xl\/workbook\.bin/, 'a binary Excel workbook (XLSB)', EXCEL],
  [/^(?![^]*xl\/)[^]*word\//, 'a Word document (DOCX)', NO_TABLE],
  [/^(?![^]*xl\/)[^]*ppt\//, 'a PowerPoint presentation (PPTX)', NO_TABLE],
  [/Index\/(Document|Tables\/|CalculationEngine)/, 'a Numbers spreadsheet', NUMBERS],
];

/** Names of the streams of a compound file, in UTF-16. */
const IN_COMPOUND: readonly (readonly [stream: string, ...kind: Kind])[] = [
  ['EncryptedPackage', 'an encrypted workbook, which only its password opens', PASSWORD],
  ['WordDocument', 'a Word document (DOC)', NO_TABLE],
  ['PowerPoint Document', 'a PowerPoint presentation (PPT)', NO_TABLE],
];

/** How text of other kinds begins, behind blanks. */
const TEXTS: readonly (readonly [start: RegExp, ...kind: Kind])[] = [
  [
    /^(<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|meta|table|style|script|title|div)\b/i,
    'a web page (HTML), whatever its name says',
    SPREADSHEET,
  ],
  [/^mime-version:/i, 'a web page in one file (MHTML)', SPREADSHEET],
  [/^<[^]*urn:schemas-microsoft-com:office:spreadsheet/, 'an XML spreadsheet', EXCEL],
  [
    /^<[^]*urn:oasis:names:tc:opendocument/,
    'an OpenDocument spreadsheet in one file (FODS)',
    LIBRE_OFFICE,
  ],
  [/^<(\?xml|!|[a-z_][\w.-]*(:[\w.-]+)?(\s+[\w:.-]+\s*=|\s*\/?>))/i, 'XML', EXPORT],
  [/^(\{\s*("|\}\s*$)|\[\s*(\{|\[|"[^"]*"\s*[\],]\s*|\]\s*$))/, 'JSON', EXPORT],
  [/^BEGIN:(VCARD|VCALENDAR)/i, 'an address card (vCard)', EXPORT],
  [/^%!PS/, 'a PostScript document', NO_TABLE],
  [/^ID;P(WXL|CALCOOO32|[;\r\n])/, 'a SYLK spreadsheet', SPREADSHEET],
  [/^TABLE\r?\n0,1\r?\n/, 'a DIF spreadsheet', SPREADSHEET],
];

/** May it be a workbook? Its reader refuses other ZIP files. */
export const isZip = (head: Buffer): boolean => {
  const start = head.toString('latin1', 0, 4);
  return ZIP.includes(start);
};

/** Refuses what the bytes show to be another kind of file. `end`: its last bytes, where a ZIP lists what it has. */
export function refuseBinaryKinds(head: Buffer, end: Buffer): void {
  const start = head.toString('latin1');
  const found = STARTS.find(([starts]) =>
    starts instanceof RegExp ? starts.test(start) : starts.some((one) => start.startsWith(one)),
  );
  if (found) refuse(found);
  if (isZip(head)) {
    const inside = `${start}${end.toString('latin1')}`;
    const other = IN_ZIP.find(([name]) => name.test(inside));
    if (other) refuse(other);
  }
  if (start.startsWith(COMPOUND))
    refuse(
      IN_COMPOUND.find(([stream]) =>
        [head, end].some((bytes) => bytes.includes(Buffer.from(stream, 'utf16le'))),
      ) ?? ['', 'an Excel workbook (XLS)', EXCEL],
    );
}

/** Refuses text that is no table. */
export function refuseTextKinds(head: string): void {
  const start = head.replace(/^[\s\uFEFF]+/, '');
  const found = TEXTS.find(([begins]) => begins.test(start));
  if (found) refuse(found);
}

export function notText(what: string): Refusal {
  return new Refusal('FILE_NOT_CSV', `${what} ${SPREADSHEET}`);
}

function refuse([, kind, wayOut]: readonly [unknown, ...Kind]): never {
  throw new Refusal(
    'FILE_NOT_CSV',
    `This is ${kind}, not a CSV file or an XLSX workbook. ${wayOut}`,
  );
}
