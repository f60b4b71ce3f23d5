import { formatsIn } from '../formats.js';
import type { NoticeParams, SomeLines, SomePlaces } from '../notice-parameters.js';
import type { TextsOf } from '../parameters.js';

const { number } = formatsIn('en');

const quoted = (text: string): string => `“${text}”`;

const listed = (items: readonly (string | number)[], more: number): string =>
  items.join(', ') + (more > 0 ? ` and ${number(more)} more` : '');

const at = ({ places, more }: SomePlaces): string => listed(places, more);

function linesOf({ lines, count }: SomeLines): string {
  if (count === 1) return `Line ${lines[0]}`;
  return count > lines.length
    ? `Lines ${listed(lines, count - lines.length)}`
    : `Lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}

const shown = ({ words }: SomeLines): string =>
  words.length > 0 ? `: ${words.map(quoted).join(', ')}` : '';

/** What was assumed while the file was read. */
export const notices: TextsOf<NoticeParams> = {
  ENCODING_ASSUMED: ({ why, encoding, words }) => {
    const [reason, which] =
      why === 'no-mark' ? ['has no byte order mark', ''] : ['is not UTF-8', ', which Excel saves'];
    const look = words.length > 0 ? ` Do these words look right? ${words.join(', ')}.` : '';
    return `The file ${reason}, so it was read as ${encoding}${which}.${look} If not, choose another encoding and upload again, or save the file as “CSV UTF-8”.`;
  },
  SHEET_ASSUMED: ({ read, others, more }) =>
    `The sheet ${quoted(read)} was read, the first one of the workbook. It also has ${listed(others.map(quoted), more)}. If you meant another sheet, choose it and upload the file again.`,
  HIDDEN_ROWS_READ: (where) => `Hidden rows were read too: lines ${at(where)}.`,
  FORMULA_WITHOUT_VALUE: (where) =>
    `Formulas whose value was never stored were read as blank cells. Open the workbook in a spreadsheet program, save it, and upload it again; or type the values. Lines ${at(where)}.`,
  ZEROS_ADDED: (where) =>
    `Numbers with a format of zeros, such as 00000, were read with the zeros that the sheet shows: lines ${at(where)}.`,
  DIGITS_LOST: (where) =>
    `Numbers of more than 15 digits have lost their last digits in the workbook. Give the column the format “Text” and type them again: lines ${at(where)}.`,
  MERGED_CELLS: (where) =>
    `Merged cells count once, in their first row and column; the others are blank: ${at(where)}.`,
  MACROS_IGNORED: () => 'The workbook has macros. They were not run; only the cells were read.',
  LINKS_IGNORED: () =>
    'The workbook has links to other files. They were not followed; the values that the workbook itself has were read.',
  LINES_ABOVE_HEADER: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'is above the header and was' : 'are above the header and were'} ignored${shown(some)}.`,
  HEADER_REPEATED: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'is the header again and was' : 'are the header again and were'} ignored.`,
  LINES_IN_QUOTES: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'is' : 'are'} entirely in quotes; the quotes were taken off, and what is inside was read as the row's cells.`,
  QUOTES_ASSUMED: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'has' : 'have'} quotes (") inside or beside a cell's text. They were read as a spreadsheet reads them${shown(some)}. Please look at ${some.count === 1 ? 'this row' : 'these rows'}.`,
  END_OF_FILE_DROPPED: (some) =>
    `Control characters (Ctrl-Z or NUL) end the file after ${linesOf(some).toLowerCase()}; they were left out.`,
};
