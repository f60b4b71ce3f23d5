import type {
  ColumnFault,
  FileFaultParams,
  FileRefusalParams,
  UnreadableWorkbook,
  WorkbookBound,
} from '../file-parameters.js';
import { formatsIn } from '../formats.js';
import type { TextsOf } from '../parameters.js';
import { FILE_KINDS, WAYS_OUT } from './file-kinds.js';

const { number } = formatsIn('de');

const quoted = (text: string): string => `„${text}“`;

const DELIMITERS: Record<string, string> = {
  ',': 'Komma',
  ';': 'Semikolon',
  '\t': 'Tabulator',
  '|': 'senkrechter Strich (|)',
};
const delimiterName = (delimiter: string): string => DELIMITERS[delimiter] ?? quoted(delimiter);

const megabytesFormat = new Intl.NumberFormat('de', { maximumFractionDigits: 1 });

/** In bytes, from a megabyte on in megabytes. */
function size(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 1 ? `${megabytesFormat.format(megabytes)} MB` : `${bytes} Byte`;
}

/** The message of each error of a file. */
export const fileFaults: TextsOf<FileFaultParams> = {
  COLUMN_MISSING: ({ column }) => `Die Spalte ${quoted(column)} fehlt.`,
  COLUMN_UNKNOWN: (fault) => {
    if ('gone' in fault) return `Die Spalte ${quoted(fault.gone)} ist nicht mehr in der Vorlage.`;
    if ('position' in fault)
      return `Spalte ${fault.position} hat keine Überschrift, aber ${quoted(fault.cell)} in Zeile ${fault.line}.`;
    return `Die Spalte ${quoted(fault.column)} ist nicht in der Vorlage${fault.suggestion === undefined ? '.' : `; meinten Sie ${quoted(fault.suggestion)}?`}`;
  },
  COLUMN_REPEATED: ({ column }) => `Die Spalte ${quoted(column)} kommt mehrfach vor.`,
  ROWS_ABOVE_HEADER: ({ headerLine, line }) =>
    `Über der Kopfzeile stehen weitere Zeilen: Die Kopfzeile ist Zeile ${headerLine}, und Zeile ${line} darüber ist kein Titel.`,
  FILE_MALFORMED: ({ line, lastLine, fault }) => {
    switch (fault) {
      case 'NEVER_CLOSED':
        return `Zeile ${line} ist nicht lesbar: Ein Anführungszeichen (") wird geöffnet und nie geschlossen.`;
      case 'TOO_LONG':
        return `Zeile ${line} ist nicht lesbar: Sie ist länger, als eine Zeile sein kann.`;
      case 'TEXT_BEHIND_LINES':
        return `Die Zeilen ${line} bis ${lastLine} sind nicht lesbar: Eine Zelle in Anführungszeichen reicht über sie hinweg, mit Text hinter dem schließenden Anführungszeichen ("). Wahrscheinlich fehlt in Zeile ${line} ein Anführungszeichen.`;
      default:
        return `Die Zeilen ${line} bis ${lastLine} sind nicht lesbar: Eine Zelle in Anführungszeichen hat wahrscheinlich Zeilen verschluckt. In Zeile ${line} fehlt wahrscheinlich ein schließendes Anführungszeichen (").`;
    }
  },
  DELIMITERS_MIXED: ({ delimiter, other, line, headerLine }) =>
    `${headerLine === null ? 'Die erste Zeile' : `Die Kopfzeile in Zeile ${headerLine}`} hat das Trennzeichen ${delimiterName(delimiter)}, Zeile ${line} aber das Trennzeichen ${delimiterName(other)}.`,
};

const columnFault = (fault: ColumnFault): string =>
  (fileFaults[fault.code] as (params: ColumnFault['params']) => string)(fault.params);

/** Messages, and how many more there are. */
const together = (messages: readonly string[], more: number): string =>
  [...messages, ...(more > 0 ? [`Und ${number(more)} weitere.`] : [])].join(' ');

function unreadable(fault: UnreadableWorkbook): string {
  switch (fault.why) {
    case 'password':
      return 'Die Datei ist mit einem Kennwort geschützt.';
    case 'no-sheet':
      return 'Die Arbeitsmappe hat kein sichtbares Blatt mit Zellen.';
    case 'encoding':
      return 'Die Arbeitsmappe enthält Text, der nicht in der angegebenen Codierung vorliegt.';
    case 'damaged':
      return 'Die Arbeitsmappe ist beschädigt.';
    case 'lacks-part':
      return `Der Arbeitsmappe fehlt ihr Teil ${quoted(fault.part)}.`;
    case 'zip':
      return 'Die Datei lässt sich nicht als ZIP-Datei entpacken, wie es bei jeder XLSX-Arbeitsmappe möglich ist: Sie ist beschädigt oder wurde abgeschnitten.';
  }
}

/** After “Die Arbeitsmappe”. */
function beyond(fault: WorkbookBound): string {
  switch (fault.bound) {
    case 'parts':
      return `hat ${number(fault.count ?? 0)} Teile; höchstens ${number(fault.most)} werden gelesen`;
    case 'part-twice':
      return `hat den Teil ${quoted(fault.part)} zweimal`;
    case 'megabytes':
      return `ist entpackt größer als ${number(fault.most)} MB`;
    case 'styles':
      return `hat mehr als ${number(fault.most)} Zellenformate`;
    case 'characters':
      return `hat mehr als ${number(fault.most)} Millionen Zeichen`;
    case 'texts':
      return `hat mehr als ${number(fault.most)} verschiedene Texte`;
    case 'sheets':
      return `hat mehr als ${number(fault.most)} Blätter`;
    case 'relations':
      return `hat mehr als ${number(fault.most)} Beziehungen`;
    case 'levels':
      return `verschachtelt mehr als ${number(fault.most)} Elemente`;
    case 'seconds':
      return `zu lesen dauert länger als ${number(fault.most)} Sekunden`;
    case 'memory':
      return 'braucht mehr Speicher, als zum Lesen vorhanden ist';
    case 'doctype':
      return 'deklariert einen Dokumenttyp, was kein Tabellenprogramm schreibt';
    case 'token':
      return 'hat einen einzelnen Text oder ein Tag von mehr als 1 MB';
    case 'row-characters':
      return `hat mehr als ${number(fault.most)} Zeichen in Zeile ${fault.row}`;
    case 'no-text':
      return `verweist in Zeile ${fault.row} auf einen Text, den sie nicht hat`;
    case 'row':
      return `hat die Zeile ${quoted(fault.found)}, wo Zeile ${fault.row} oder eine spätere bis höchstens ${fault.last} erwartet wird`;
    case 'cell':
      return `hat in Zeile ${fault.row} eine Zelle ${quoted(fault.found)}, die dort nicht stehen kann`;
  }
}

/** The detail of each refusal of a file. */
export const fileRefusals: TextsOf<FileRefusalParams> = {
  FILE_MISSING: () =>
    'Es fehlt eine Datei. Wählen Sie eine CSV-Datei, die aus der Vorlage erstellt wurde, und senden Sie sie erneut.',
  FILE_TOO_LARGE: ({ bytes }) =>
    bytes === undefined
      ? 'Diese Anfrage ist zu groß. Kürzen Sie die Texte darin, oder senden Sie sie in mehreren Anfragen.'
      : `Die Datei ist größer als ${size(bytes)}; mehr ist nicht möglich. Teilen Sie sie in kleinere Dateien auf.`,
  FILE_NOT_CSV: (params) => {
    if ('kind' in params)
      return params.wayOut === 'program'
        ? `Das ist ${FILE_KINDS[params.kind]} und kann hier nicht gelesen werden. ${WAYS_OUT.program}`
        : `Das ist ${FILE_KINDS[params.kind]} und keine CSV-Datei oder XLSX-Arbeitsmappe. ${WAYS_OUT[params.wayOut]}`;
    return params.why === 'nul-bytes'
      ? `Diese Datei enthält NUL-Bytes und ist daher keine Textdatei. ${WAYS_OUT.spreadsheet}`
      : `${unreadable(params)} ${WAYS_OUT.program}`;
  },
  FILE_ENCODING: (params) => {
    const what =
      params.why === 'marked'
        ? `Die Datei beginnt mit der Byte-Reihenfolge-Marke von ${params.mark} und kann daher nicht als ${params.asked} gelesen werden.`
        : params.encoding === undefined
          ? 'Die Datei ist weder UTF-8 noch Windows-1252.'
          : `Die Datei ist kein fehlerfreies ${params.encoding}.`;
    return `${what} Wenn Sie die Codierung kennen, laden Sie die Datei mit dieser Codierung erneut hoch. Oder öffnen Sie sie in Ihrem Tabellenprogramm, wählen Sie „Speichern unter“ und dann „CSV UTF-8“, und laden Sie diese Datei hoch.`;
  },
  FILE_EMPTY: ({ sheet }) =>
    sheet === undefined
      ? 'Die Datei hat keine Zeile. Füllen Sie unter der Kopfzeile mindestens eine Zeile aus und laden Sie die Datei erneut hoch.'
      : `Das Blatt ${quoted(sheet)}, das erste der Arbeitsmappe, hat keine Zeile. Wählen Sie das Blatt mit den Zeilen aus. Oder füllen Sie unter der Kopfzeile dieses Blatts mindestens eine Zeile aus und laden Sie die Arbeitsmappe erneut hoch.`,
  FILE_MALFORMED: (params) =>
    'bound' in params
      ? `Die Arbeitsmappe ${beyond(params)}. Kopieren Sie die Zeilen in die aktuelle Vorlage oder speichern Sie das Blatt als „CSV UTF-8“, und laden Sie diese Datei hoch.`
      : `${together(params.lines.map(fileFaults.FILE_MALFORMED), params.more)} Setzen Sie jede Zelle, die ein Anführungszeichen (") enthält, als Ganzes in Anführungszeichen und verdoppeln Sie jedes darin, oder entfernen Sie das Anführungszeichen. Laden Sie die Datei dann erneut hoch.`,
  DELIMITERS_MIXED: (params) =>
    `${fileFaults.DELIMITERS_MIXED(params)} Verwenden Sie in der ganzen Datei ein Trennzeichen: Öffnen Sie sie in Ihrem Tabellenprogramm, verschieben Sie die Zeilen unter die Kopfzeile der aktuellen Vorlage, speichern Sie als „CSV UTF-8“, und laden Sie diese Datei hoch.`,
  TOO_MANY_ROWS: ({ rows, maxRows }) =>
    `Die Datei hat ${number(rows)} Zeilen; höchstens ${number(maxRows)} sind auf einmal möglich. Teilen Sie sie in Dateien mit bis zu ${number(maxRows)} Zeilen auf.`,
  HEADER_INVALID: (params) => {
    if ('gone' in params)
      return params.gone === 'meanwhile'
        ? 'Spalten dieser Datei wurden aus der Organisation entfernt, während die Datei geprüft wurde. Laden Sie die aktuelle Vorlage herunter und die Datei erneut hoch.'
        : 'Spalten dieses Uploads wurden inzwischen entfernt oder umbenannt. Laden Sie den Bericht mit den zu korrigierenden Zeilen herunter und laden Sie diese Datei hoch: Ihre Spalten können zugeordnet werden.';
    if ('headerLine' in params)
      return `${fileFaults.ROWS_ABOVE_HEADER(params)} Verschieben Sie die Kopfzeile in die erste Zeile und laden Sie die Datei erneut hoch.`;
    const sheet =
      params.sheet === undefined
        ? ''
        : ` Gelesen wurde das Blatt ${quoted(params.sheet)}, das erste der Arbeitsmappe: Wenn die Zeilen auf einem anderen Blatt stehen, verschieben Sie dieses davor.`;
    return `Die Spalten stimmen nicht mit der aktuellen Vorlage Ihrer Organisation überein: ${together(params.faults.map(columnFault), params.more)} Laden Sie die aktuelle Vorlage herunter und verschieben Sie Ihre Zeilen dorthin.${sheet}`;
  },
};
