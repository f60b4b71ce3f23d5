import type { Column } from '../columns/column.js';
import { guard, unguard } from '../columns/formula-guard.js';
import { type ColumnGuide, columnGuides, GENERAL_NOTES } from './column-guide.js';
import { NOTES_SHEET } from './notes-sheet.js';
import { columnName, type DropDown, type TextSheet, xlsxFile } from './xlsx-file.js';

const LISTS_SHEET = 'Lists';
const LAST_ROW = 1_048_576;

/** The template as a workbook: columns of text with drop-down lists, and what goes into them on a second sheet. */
export function templateXlsx(
  columns: readonly Column[],
  offices: readonly string[],
): Promise<Buffer> {
  const guides = columnGuides(columns, offices);
  const listed = guides.filter(({ choices }) => choices && choices.length > 0);
  return xlsxFile([
    {
      name: 'Users',
      isFrozen: true,
      rows: [guides.map(({ header }) => cellText(header))],
      widths: guides.map(({ header }) => Math.min(40, Math.max(14, header.length + 2))),
      lists: listed.map((guide, index) => dropDown(guides.indexOf(guide), index, guide)),
    },
    notesSheet(guides),
    {
      name: LISTS_SHEET,
      isHidden: true,
      rows: rowsOfLists(listed.map(({ choices = [] }) => choices)),
      widths: listed.map(() => 20),
    },
  ]);
}

const dropDown = (column: number, list: number, { choices = [] }: ColumnGuide): DropDown => ({
  cells: `${columnName(column)}2:${columnName(column)}${LAST_ROW}`,
  source: `${LISTS_SHEET}!$${columnName(list)}$1:$${columnName(list)}$${choices.length}`,
});

/** Each list is a column. */
function rowsOfLists(lists: readonly (readonly string[])[]): string[][] {
  const height = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => lists.map((list) => cellText(list[row] ?? '')));
}

const notesSheet = (guides: readonly ColumnGuide[]): TextSheet => ({
  name: NOTES_SHEET,
  rows: [
    ['Column', 'Needed for a new user', 'What to enter'],
    ...guides.map(({ header, required, text }) => [header, required, text]),
    [],
    ...GENERAL_NOTES.map((note) => ['', '', note]),
  ],
  widths: [30, 24, 90],
});

/** Text in a workbook needs no guard. Reading takes one off, so that what looks like one gets another. */
const cellText = (text: string): string => (unguard(text) === text ? text : guard(text));
