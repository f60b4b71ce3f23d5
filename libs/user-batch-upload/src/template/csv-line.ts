import { stringify } from 'csv-stringify/sync';
import { guard } from '../columns/formula-guard.js';

/** One record, ended by CRLF, safe to open in a spreadsheet. */
export const csvLine = (cells: readonly string[]): string =>
  // csv-stringify quotes its own record delimiter, not a lone CR or LF, which reading takes for one.
  stringify([cells.map(guard)], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
