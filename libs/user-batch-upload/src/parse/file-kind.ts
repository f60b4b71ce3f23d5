import { Refusal } from '../problems/refusal.js';

/** How files that are often sent by mistake begin. */
const KINDS: [kind: string, start: string][] = [
  ['an Excel workbook (XLSX) or another ZIP file', 'PK\x03\x04'],
  ['an Excel workbook (XLS)', '\xD0\xCF\x11\xE0'],
  ['a PDF', '%PDF-'],
  ['a PNG image', '\x89PNG'],
  ['a JPEG image', '\xFF\xD8\xFF'],
  ['a GIF image', 'GIF8'],
];

/** Refuses what begins like another kind of file. */
export function refuseOtherKinds(head: Buffer): void {
  const start = head.subarray(0, 8).toString('latin1');
  const kind = KINDS.find(([, magic]) => start.startsWith(magic))?.[0];
  if (kind) throw notCsv(`This is ${kind}, not a CSV file.`);
}

export function notCsv(what: string): Refusal {
  return new Refusal(
    'FILE_NOT_CSV',
    `${what} Open it in your spreadsheet program, choose “Save as”, then “CSV UTF-8”, and upload that file.`,
  );
}
