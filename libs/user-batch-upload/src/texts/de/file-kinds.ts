import type { FileKind, WayOut } from '../file-parameters.js';

/** After “Das ist”. */
export const FILE_KINDS: Record<FileKind, string> = {
  pdf: 'eine PDF-Datei',
  png: 'ein PNG-Bild',
  jpeg: 'ein JPEG-Bild',
  gif: 'ein GIF-Bild',
  tiff: 'ein TIFF-Bild',
  bmp: 'ein BMP-Bild',
  webp: 'ein WebP-Bild',
  heic: 'ein HEIC- oder AVIF-Bild',
  archive: 'ein Archiv',
  sqlite: 'eine SQLite-Datenbank',
  access: 'eine Access-Datenbank',
  parquet: 'eine Parquet-Datei',
  'old-xls': 'eine alte Excel-Arbeitsmappe (XLS)',
  rtf: 'ein Textdokument (RTF)',
  ods: 'eine OpenDocument-Tabelle (ODS)',
  odt: 'ein OpenDocument-Text (ODT)',
  odf: 'eine OpenDocument-Datei',
  xlsb: 'eine binäre Excel-Arbeitsmappe (XLSB)',
  docx: 'ein Word-Dokument (DOCX)',
  pptx: 'eine PowerPoint-Präsentation (PPTX)',
  numbers: 'eine Numbers-Tabelle',
  iwork: 'ein Dokument aus Numbers, Pages oder Keynote',
  encrypted: 'eine verschlüsselte Arbeitsmappe, die sich nur mit ihrem Kennwort öffnen lässt',
  doc: 'ein Word-Dokument (DOC)',
  ppt: 'eine PowerPoint-Präsentation (PPT)',
  xls: 'eine Excel-Arbeitsmappe (XLS)',
  html: 'eine Webseite (HTML), auch wenn der Dateiname etwas anderes sagt',
  mhtml: 'eine Webseite in einer Datei (MHTML)',
  'xml-spreadsheet': 'eine XML-Tabelle',
  fods: 'eine OpenDocument-Tabelle in einer Datei (FODS)',
  xml: 'eine XML-Datei',
  json: 'eine JSON-Datei',
  vcard: 'eine Visitenkarte (vCard)',
  calendar: 'ein Kalender (iCalendar)',
  postscript: 'ein PostScript-Dokument',
  sylk: 'eine SYLK-Tabelle',
  dif: 'eine DIF-Tabelle',
  java: 'ein Java-Archiv',
  epub: 'ein E-Book (EPUB)',
  zip: 'eine ZIP-Datei, die keine Arbeitsmappe ist',
  'no-excel': 'keine Excel-Arbeitsmappe',
};

export const WAYS_OUT: Record<WayOut, string> = {
  excel:
    'Öffnen Sie sie in Excel, wählen Sie „Datei“, „Speichern unter“ und den Dateityp „Excel-Arbeitsmappe (*.xlsx)“ oder „CSV UTF-8 (durch Trennzeichen getrennt)“, und laden Sie diese Datei hoch.',
  'libre-office':
    'Öffnen Sie sie in LibreOffice, wählen Sie „Datei“, „Speichern unter“ und den Dateityp „Excel 2007-365 (.xlsx)“ oder „Text CSV“ mit dem Zeichensatz „Unicode (UTF-8)“ (andernorts heißt das „CSV UTF-8“), und laden Sie diese Datei hoch.',
  numbers:
    'Öffnen Sie sie in Numbers, wählen Sie „Ablage“, „Exportieren“, „Excel“ (XLSX) oder „CSV“ mit der Codierung „Unicode (UTF-8)“ (andernorts heißt das „CSV UTF-8“), und laden Sie diese Datei hoch.',
  spreadsheet:
    'Öffnen Sie sie in Ihrem Tabellenprogramm, wählen Sie „Speichern unter“ und dann „XLSX“ oder „CSV UTF-8“, und laden Sie diese Datei hoch.',
  export:
    'Exportieren Sie die Tabelle aus dem Programm, das sie geschrieben hat, als „XLSX“ oder „CSV UTF-8“, oder kopieren Sie sie in die Vorlage, und laden Sie diese Datei hoch.',
  'no-table':
    'Kopieren Sie die Tabelle in die Vorlage, speichern Sie diese als „XLSX“ oder „CSV UTF-8“, und laden Sie sie hoch.',
  password:
    'Öffnen Sie sie in Excel, wählen Sie „Datei“, „Informationen“, „Arbeitsmappe schützen“, „Mit Kennwort verschlüsseln“, und löschen Sie das Kennwort. Speichern Sie dann, oder wählen Sie „Speichern unter“ mit dem Dateityp „CSV UTF-8 (durch Trennzeichen getrennt)“, und laden Sie diese Datei hoch.',
  unpack:
    'Entpacken Sie sie, und laden Sie die enthaltene Datei hoch, gespeichert als „XLSX“ oder „CSV UTF-8“.',
  program:
    'Öffnen Sie sie in dem Programm, mit dem sie erstellt wurde, wählen Sie „Speichern unter“ und dann eine Excel-Arbeitsmappe (XLSX) oder „CSV UTF-8“, und laden Sie diese Datei hoch.',
};
