import { csvLine } from './csv-line.js';
import type { Column } from '../columns/column.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** The header row, as UTF-8 with a byte order mark, which spreadsheet programs need to see. */
export const templateCsv = (columns: readonly Column[]): string =>
  BYTE_ORDER_MARK + csvLine(columns.map(({ header }) => header));
