import type { FileKind, WayOut } from '../file-parameters.js';

/** After “This is”. */
export const FILE_KINDS: Record<FileKind, string> = {
  pdf: 'a PDF',
  png: 'a PNG image',
  jpeg: 'a JPEG image',
  gif: 'a GIF image',
  tiff: 'a TIFF image',
  bmp: 'a BMP image',
  webp: 'a WebP image',
  heic: 'a HEIC or AVIF image',
  archive: 'an archive',
  sqlite: 'a SQLite database',
  access: 'an Access database',
  parquet: 'a Parquet file',
  'old-xls': 'an old Excel workbook (XLS)',
  rtf: 'a text document (RTF)',
  ods: 'an OpenDocument spreadsheet (ODS)',
  odt: 'an OpenDocument text (ODT)',
  odf: 'an OpenDocument file',
  xlsb: 'a binary Excel workbook (XLSB)',
  docx: 'a Word document (DOCX)',
  pptx: 'a PowerPoint presentation (PPTX)',
  numbers: 'a Numbers spreadsheet',
  iwork: 'a Numbers, Pages or Keynote document',
  encrypted: 'an encrypted workbook, which only its password opens',
  doc: 'a Word document (DOC)',
  ppt: 'a PowerPoint presentation (PPT)',
  xls: 'an Excel workbook (XLS)',
  html: 'a web page (HTML), whatever its name says',
  mhtml: 'a web page in one file (MHTML)',
  'xml-spreadsheet': 'an XML spreadsheet',
  fods: 'an OpenDocument spreadsheet in one file (FODS)',
  xml: 'XML',
  json: 'JSON',
  vcard: 'an address card (vCard)',
  calendar: 'a calendar (iCalendar)',
  postscript: 'a PostScript document',
  sylk: 'a SYLK spreadsheet',
  dif: 'a DIF spreadsheet',
  java: 'a Java archive',
  epub: 'an e-book (EPUB)',
  zip: 'a ZIP file that is not a workbook',
  'no-excel': 'not a valid Excel workbook',
};

export const WAYS_OUT: Record<WayOut, string> = {
  excel:
    'Open it in Excel, choose File, “Save As”, then the type “Excel Workbook (*.xlsx)” or “CSV UTF-8 (Comma delimited)”, and upload that file.',
  'libre-office':
    'Open it in LibreOffice, choose File, “Save As”, then the type “Excel 2007-365 (.xlsx)”, or “Text CSV” with the character set “Unicode (UTF-8)” (elsewhere this is called “CSV UTF-8”), and upload that file.',
  numbers:
    'Open it in Numbers, choose File, “Export To”, “Excel” (XLSX), or “CSV” with the encoding “Unicode (UTF-8)” (elsewhere this is called “CSV UTF-8”), and upload that file.',
  spreadsheet:
    'Open it in your spreadsheet program, choose “Save as”, then “XLSX” or “CSV UTF-8”, and upload that file.',
  export:
    'Export the table from the program that wrote it as “XLSX” or “CSV UTF-8”, or copy it into the template, and upload that file.',
  'no-table':
    'Copy the table into the template, save it as “XLSX” or “CSV UTF-8”, and upload that file.',
  password:
    'Open it in Excel, choose File, “Info”, “Protect Workbook”, “Encrypt with Password”, and clear the password. Then save it, or choose “Save As”, the type “CSV UTF-8 (Comma delimited)”, and upload that file.',
  unpack: 'Unpack it, and upload the file that is in it, saved as “XLSX” or “CSV UTF-8”.',
  program:
    'Open it in the program that made it, choose “Save as”, then an Excel workbook (XLSX) or “CSV UTF-8”, and upload that file.',
};
