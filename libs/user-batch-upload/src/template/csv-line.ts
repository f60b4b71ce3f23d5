import { stringify } from 'csv-stringify/sync';
import { guard } from '../columns/formula-guard.js';

/** One record, ended by CRLF, safe to open in a spreadsheet with any separator. */
export const csvLine = (cells: readonly string[], delimiter = ','): string =>
  stringify([cells.map(guard)], {
    delimiter,
    record_delimiter: '\r\n',
    // csv-stringify quotes its own separators only.
    quoted_match: /[,;\t|\r\n]/,
  });
