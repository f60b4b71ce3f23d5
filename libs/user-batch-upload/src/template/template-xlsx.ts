import type { Column } from '../columns/column.js';
import { guard, unguard } from '../columns/formula-guard.js';
import type { Language } from '../texts/language.js';
import { textsIn } from '../texts/texts-in.js';
import { choicesOf, guideTo } from './column-guide.js';
import { NOTES_SHEETS } from './notes-sheet.js';
import { columnName, type DropDown, type TextSheet, xlsxFile } from './xlsx-file.js';

const LISTS_SHEET = 'Lists';
const LAST_ROW = 1_048_576;

/** The template as a workbook: columns of text with drop-down lists, and what goes into them on a second sheet, in this language. */
export function templateXlsx(
  columns: readonly Column[],
  offices: readonly string[],
  language: Language,
): Promise<Buffer> {
  const listed = columns.flatMap((column, position) => {
    const choices = choicesOf(column, offices) ?? [];
    return choices.length > 0 ? [{ position, choices }] : [];
  });
  return xlsxFile([
    {
      name: 'Users',
      isFrozen: true,
      rows: [columns.map(({ header }) => cellText(header))],
      widths: columns.map(({ header }) => Math.min(40, Math.max(14, header.length + 2))),
      lists: listed.map(({ position, choices }, index) =>
        dropDown(position, index, choices.length),
      ),
    },
    notesSheet(columns, language),
    {
      name: LISTS_SHEET,
      isHidden: true,
      rows: rowsOfLists(listed.map(({ choices }) => choices)),
      widths: listed.map(() => 20),
    },
  ]);
}

const dropDown = (column: number, list: number, height: number): DropDown => ({
  cells: `${columnName(column)}2:${columnName(column)}${LAST_ROW}`,
  source: `${LISTS_SHEET}!$${columnName(list)}$1:$${columnName(list)}$${height}`,
});

/** Each list is a column. */
function rowsOfLists(lists: readonly (readonly string[])[]): string[][] {
  const height = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => lists.map((list) => cellText(list[row] ?? '')));
}

function notesSheet(columns: readonly Column[], language: Language): TextSheet {
  const { headings, notes } = textsIn(language).template;
  const guides = columns.map((column) => guideTo(column, language));
  return {
    name: NOTES_SHEETS[language],
    rows: [
      [...headings],
      ...guides.map(({ header, required, text }) => [header, required, text]),
      [],
      ...notes.map((note) => ['', '', note]),
    ],
    widths: [30, 24, 90],
  };
}

/** Text in a workbook needs no guard. But reading removes one, so a text that begins with a guard gets another. */
const cellText = (text: string): string => (unguard(text) === text ? text : guard(text));
