import { formatsIn } from '../formats.js';
import type { NoticeParams, SomeLines, SomePlaces } from '../notice-parameters.js';
import type { TextsOf } from '../parameters.js';

const { number } = formatsIn('de');

const quoted = (text: string): string => `„${text}“`;

const listed = (items: readonly (string | number)[], more: number): string =>
  items.join(', ') + (more > 0 ? ` und ${number(more)} weitere` : '');

const at = ({ places, more }: SomePlaces): string => listed(places, more);

function linesOf({ lines, count }: SomeLines): string {
  if (count === 1) return `Zeile ${lines[0]}`;
  return count > lines.length
    ? `Die Zeilen ${listed(lines, count - lines.length)}`
    : `Die Zeilen ${lines.slice(0, -1).join(', ')} und ${lines.at(-1)}`;
}

const shown = ({ words }: SomeLines): string =>
  words.length > 0 ? `: ${words.map(quoted).join(', ')}` : '';

/** What was assumed while the file was read. */
export const notices: TextsOf<NoticeParams> = {
  ENCODING_ASSUMED: ({ why, encoding, words }) => {
    const [reason, which] =
      why === 'no-mark'
        ? ['hat keine Byte-Reihenfolge-Marke', '']
        : ['ist nicht UTF-8', ', wie Excel es speichert'];
    const look = words.length > 0 ? ` Sehen diese Wörter richtig aus? ${words.join(', ')}.` : '';
    return `Die Datei ${reason} und wurde daher als ${encoding} gelesen${which}.${look} Wenn nicht, wählen Sie eine andere Codierung und laden Sie die Datei erneut hoch, oder speichern Sie sie als „CSV UTF-8“.`;
  },
  SHEET_ASSUMED: ({ read, others, more }) =>
    `Das Blatt ${quoted(read)} wurde gelesen, das erste der Arbeitsmappe. Sie hat außerdem ${listed(others.map(quoted), more)}. Wenn ein anderes gemeint ist, wählen Sie es aus und laden Sie die Datei erneut hoch.`,
  HIDDEN_ROWS_READ: (where) => `Auch ausgeblendete Zeilen wurden gelesen: ${at(where)}.`,
  FORMULA_WITHOUT_VALUE: (where) =>
    `Formeln, deren Wert nie gespeichert wurde, wurden als leere Zellen gelesen. Öffnen Sie die Arbeitsmappe in einem Tabellenprogramm, speichern Sie sie und laden Sie sie erneut hoch, oder geben Sie die Werte ein. Zeilen: ${at(where)}.`,
  ZEROS_ADDED: (where) =>
    `Zahlen mit einem Format aus Nullen, zum Beispiel 00000, wurden mit den Nullen gelesen, die das Blatt anzeigt. Zeilen: ${at(where)}.`,
  DIGITS_LOST: (where) =>
    `Zahlen mit mehr als 15 Ziffern haben in der Arbeitsmappe ihre letzten Ziffern verloren. Geben Sie der Spalte das Format „Text“ und geben Sie die Zahlen erneut ein. Zeilen: ${at(where)}.`,
  MERGED_CELLS: (where) =>
    `Verbundene Zellen zählen einmal, in ihrer ersten Zeile und Spalte; die anderen sind leer: ${at(where)}.`,
  MACROS_IGNORED: () =>
    'Die Arbeitsmappe enthält Makros. Sie wurden nicht ausgeführt; nur die Zellen wurden gelesen.',
  LINKS_IGNORED: () =>
    'Die Arbeitsmappe enthält Verknüpfungen zu anderen Dateien. Ihnen wurde nicht gefolgt; gelesen wurden die Werte, die in der Arbeitsmappe selbst stehen.',
  LINES_ABOVE_HEADER: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'steht über der Kopfzeile und wurde' : 'stehen über der Kopfzeile und wurden'} übergangen${shown(some)}.`,
  HEADER_REPEATED: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'wiederholt die Kopfzeile und wurde' : 'wiederholen die Kopfzeile und wurden'} übergangen.`,
  LINES_IN_QUOTES: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'steht' : 'stehen'} ganz in Anführungszeichen; diese wurden entfernt, und der Inhalt wurde als die Zellen der Zeile gelesen.`,
  QUOTES_ASSUMED: (some) =>
    `${linesOf(some)} ${some.count === 1 ? 'hat' : 'haben'} Anführungszeichen (") im Text einer Zelle oder daneben. Sie wurden so gelesen, wie ein Tabellenprogramm sie liest${shown(some)}. Bitte prüfen Sie ${some.count === 1 ? 'diese Zeile' : 'diese Zeilen'}.`,
  END_OF_FILE_DROPPED: ({ lines }) =>
    `Steuerzeichen (Strg-Z oder NUL) beenden die Datei hinter Zeile ${lines[0]}; sie wurden weggelassen.`,
};
