import { Refusal } from '../problems/refusal.js';
import type { FileKind, WayOut } from '../texts/file-parameters.js';

type Kind = readonly [kind: FileKind, wayOut: WayOut];

/** How files of other kinds begin. Each character is a byte. */
const STARTS: readonly (readonly [starts: readonly string[] | RegExp, ...kind: Kind])[] = [
  [['%PDF-'], 'pdf', 'no-table'],
  [['\x89PNG'], 'png', 'no-table'],
  [['\xFF\xD8\xFF'], 'jpeg', 'no-table'],
  [['GIF8'], 'gif', 'no-table'],
  [['II*\0', 'MM\0*'], 'tiff', 'no-table'],
  // The size of the file, then four bytes without a meaning.
  [/^BM[^]{4}\0{4}/, 'bmp', 'no-table'],
  [/^RIFF[^]{4}WEBP/, 'webp', 'no-table'],
  [/^[^]{4}ftyp(hei|mif|avif|msf)/, 'heic', 'no-table'],
  [
    ['\x1F\x8B', '7z\xBC\xAF\x27\x1C', 'Rar!\x1A\x07', 'BZh91AY', '\xFD7zXZ\0', '\x28\xB5\x2F\xFD'],
    'archive',
    'unpack',
  ],
  [['SQLite format 3\0'], 'sqlite', 'export'],
  [['\0\x01\0\0Standard '], 'access', 'export'],
  [['PAR1'], 'parquet', 'export'],
  [
    ['\x09\0\x04\0', '\x09\x02\x06\0', '\x09\x04\x06\0', '\x09\x08\x08\0', '\x09\x08\x10\0'],
    'old-xls',
    'excel',
  ],
  [['{\\rtf'], 'rtf', 'no-table'],
];

const ZIP = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const COMPOUND = '\xD0\xCF\x11\xE0';

/** What the name of a file inside a ZIP says about the whole. */
const IN_ZIP: readonly (readonly [name: RegExp, ...kind: Kind])[] = [
  [/vnd\.oasis\.opendocument\.spreadsheet/, 'ods', 'libre-office'],
  [/vnd\.oasis\.opendocument\.text/, 'odt', 'no-table'],
  [/vnd\.oasis\.opendocument/, 'odf', 'libre-office'],
  [/xl\/workbook\.bin/, 'xlsb', 'excel'],
  [/^(?![^]*xl\/)[^]*word\//, 'docx', 'no-table'],
  [/^(?![^]*xl\/)[^]*ppt\//, 'pptx', 'no-table'],
  [/Index\/(Document|Tables\/|CalculationEngine)/, 'numbers', 'numbers'],
];

/** Names of the streams of a compound file, in UTF-16. */
const IN_COMPOUND: readonly (readonly [stream: string, ...kind: Kind])[] = [
  ['EncryptedPackage', 'encrypted', 'password'],
  ['WordDocument', 'doc', 'no-table'],
  ['PowerPoint Document', 'ppt', 'no-table'],
];

/** How text of other kinds begins, behind blanks. */
const TEXTS: readonly (readonly [start: RegExp, ...kind: Kind])[] = [
  [
    /^(<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|meta|table|style|script|title|div)\b/i,
    'html',
    'spreadsheet',
  ],
  [/^mime-version:/i, 'mhtml', 'spreadsheet'],
  [/^<[^]*urn:schemas-microsoft-com:office:spreadsheet/, 'xml-spreadsheet', 'excel'],
  [/^<[^]*urn:oasis:names:tc:opendocument/, 'fods', 'libre-office'],
  [/^<(\?xml|!|[a-z_][\w.-]*(:[\w.-]+)?(\s+[\w:.-]+\s*=|\s*\/?>))/i, 'xml', 'export'],
  [/^(\{\s*("|\}\s*$)|\[\s*(\{|\[|"[^"]*"\s*[\],]\s*|\]\s*$))/, 'json', 'export'],
  [/^BEGIN:VCARD/i, 'vcard', 'export'],
  [/^BEGIN:VCALENDAR/i, 'calendar', 'export'],
  [/^%PDF-/, 'pdf', 'no-table'],
  [/^%!PS/, 'postscript', 'no-table'],
  [/^ID;P(WXL|CALCOOO32|[;\r\n])/, 'sylk', 'spreadsheet'],
  [/^TABLE\r?\n0,1\r?\n/, 'dif', 'spreadsheet'],
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
      ) ?? ['', 'xls', 'excel'],
    );
}

/** Refuses text that is no table. */
export function refuseTextKinds(head: string): void {
  const start = head.replace(/^[\s\uFEFF]+/, '');
  const found = TEXTS.find(([begins]) => begins.test(start));
  if (found) refuse(found);
}

function refuse([, kind, wayOut]: readonly [unknown, ...Kind]): never {
  throw new Refusal('FILE_NOT_CSV', { kind, wayOut });
}
