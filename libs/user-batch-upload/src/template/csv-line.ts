import { stringify } from 'csv-stringify/sync';
import { guard } from './formula-guard.js';

/** One record, ended by CRLF, safe to open in a spreadsheet. */
export const csvLine = (cells: readonly string[]): string =>
  stringify([cells.map(guard)], { record_delimiter: '\r\n' });
