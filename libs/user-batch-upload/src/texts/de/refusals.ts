import { formatsIn } from '../formats.js';
import type { TextsOf } from '../parameters.js';
import { pluralIn } from '../plural.js';
import type { RefusalParams, RequestFault, UploadFault } from '../refusal-parameters.js';
import { fileRefusals } from './file-refusals.js';

const { number } = formatsIn('de');
const plural = pluralIn('de');

const quoted = (name: string): string => `„${name}“`;

/** Names in quotes, and how many more there are. */
const listed = (names: readonly string[], more: number): string =>
  names.map(quoted).join(', ') + (more > 0 ? ` und ${number(more)} weitere` : '');

const UPLOAD_FIELDS =
  'Senden Sie roleId, file und bei Bedarf encoding, sheet und mapping, jeweils einmal.';

export function uploadFault(fault: UploadFault): string {
  switch (fault.why) {
    case 'no-form':
      return 'Senden Sie die Datei als multipart/form-data, mit den Feldern roleId und file.';
    case 'broken':
      return `Der Upload ist nicht wie erwartet (${fault.technical}). ${UPLOAD_FIELDS}`;
    case 'name-length':
      return `Der Dateiname hat ${number(fault.length)} Zeichen; höchstens ${number(fault.limit)} sind möglich. Benennen Sie die Datei um.`;
    case 'name-control':
      return 'Der Dateiname enthält Steuerzeichen, zum Beispiel einen Zeilenumbruch. Benennen Sie die Datei um.';
    case 'foreign':
      return `Der Upload hat Teile, die nicht dazugehören: ${fault.names.join(', ') || 'ein Feld, das zweimal vorkommt'}. ${UPLOAD_FIELDS}`;
    case 'control-characters':
      return 'Ein Feld des Uploads enthält Steuerzeichen, zum Beispiel einen Zeilenumbruch. Senden Sie roleId, encoding und sheet ohne Steuerzeichen.';
    case 'encoding':
      return `Die Codierung ${quoted(fault.encoding)} gibt es nicht. Senden Sie einen Namen des WHATWG Encoding Standard, zum Beispiel utf-8, utf-16le, windows-1252, windows-1251, shift_jis oder gb18030.`;
    case 'no-sheets':
      return 'Nur eine Arbeitsmappe hat Blätter, und diese Datei ist keine. Laden Sie sie ohne Angabe eines Blatts hoch.';
    case 'no-sheet':
      return `Die Arbeitsmappe hat kein Blatt ${quoted(fault.sheet)}. Vorhanden sind ${listed(fault.sheets, fault.more)}.`;
    case 'mapping':
      return 'Die Zuordnung muss ein JSON-Objekt sein, das eine Überschrift der Datei einer Spalte der Vorlage zuordnet, oder null, um sie zu ignorieren, zum Beispiel {"Surname":"Last Name","Shoe Size":null}.';
    case 'mapped-twice':
      return `Die Zuordnung passt nicht zur Datei: ${fault.headers.map(quoted).join(' und ')} wären beide „${fault.column}“.`;
    case 'no-header':
      return `Die Zuordnung passt nicht zur Datei: Sie hat keine Spalte ${quoted(fault.name)}. Ihre Spalten sind ${listed(fault.names, fault.more)}.`;
    case 'no-column':
      return `Die Zuordnung passt nicht zur Datei: ${quoted(fault.name)} ist keine Spalte der Vorlage. Deren Spalten sind ${listed(fault.names, fault.more)}.`;
  }
}

function requestFault(fault: RequestFault): string {
  switch (fault.why) {
    case 'nul':
      return 'Diese Anfrage enthält in einem Text ein NUL-Zeichen (U+0000). Entfernen Sie es.';
    case 'not-object':
      return 'Der Inhalt dieser Anfrage muss ein JSON-Objekt sein.';
    case 'levels':
      return `Diese Anfrage verschachtelt Objekte oder Listen mehr als ${number(fault.most)} Ebenen tief. Senden Sie die Felder, die in der Dokumentation stehen.`;
    case 'values':
      return `Diese Anfrage hat mehr als ${number(fault.most)} Werte. Senden Sie weniger auf einmal.`;
    case 'name':
      return `Ein Feld darf nicht ${fault.name} heißen. Lassen Sie es weg oder benennen Sie es um.`;
    case 'takes-none':
      return `Diese Anfrage kennt nicht: ${fault.names.join(', ')}. Lassen Sie es weg.`;
    case 'ticks':
      return 'Senden Sie selected, email oder beides, jeweils true oder false.';
    case 'ticks-or-cells':
      return 'Senden Sie selected oder email, jeweils true oder false, oder cells nach Spalte.';
  }
}

const STATUS = {
  STAGED: 'geprüft',
  FINISHED: 'fertiggestellt',
  DISCARDED: 'verworfen',
  REJECTED: 'abgelehnt',
} as const;

/** The detail of each refusal: what is wrong with the request, and what to do. */
export const refusals: TextsOf<RefusalParams> = {
  ...fileRefusals,
  UPLOAD_INVALID: uploadFault,
  VALIDATION: requestFault,
  ROLE_MISSING: () =>
    'Es fehlt eine Rolle. Wählen Sie die Rolle, die neue Benutzer erhalten sollen.',
  ROLE_UNKNOWN: () =>
    'Diese Rolle gibt es nicht, oder Sie dürfen sie nicht vergeben. Wählen Sie eine der angebotenen Rollen.',
  UNAUTHENTICATED: () =>
    'Sie sind nicht angemeldet. Melden Sie sich an und versuchen Sie es erneut.',
  FORBIDDEN: ({ who }) =>
    who === 'you'
      ? 'Sie dürfen den Batch-Upload nicht verwenden. Bitten Sie einen Administrator um die Berechtigung.'
      : 'Wer diese Datei hochgeladen hat, darf den Batch-Upload nicht mehr verwenden. Eine berechtigte Person muss sie erneut hochladen.',
  CROSS_SITE: () =>
    'Diese Anfrage kam von einer anderen Website. Öffnen Sie die Seite dieser Plattform und versuchen Sie es dort erneut.',
  LOAD_NOT_YOURS: ({ maker }) =>
    `${maker} hat diese Datei hochgeladen und hat möglicherweise mehr Rechte als Sie. Ändern, fertigstellen oder verwerfen kann ihn nur diese Person oder ein Administrator mit deren Rang und Berechtigungen.`,
  LOAD_NOT_FOUND: () =>
    'Diesen Upload gibt es nicht. Kehren Sie zum Batch-Upload zurück und wählen Sie einen der früheren Uploads.',
  ROW_NOT_FOUND: ({ line }) =>
    `Dieser Upload hat keine Zeile, die in Zeile ${line} der Datei beginnt. Sehen Sie sich die Zeilen erneut an und wählen Sie eine davon.`,
  FIX_NOT_FOUND: () =>
    'Dieser Upload hat keine solche Korrektur. Vielleicht wurde sie bereits rückgängig gemacht; sehen Sie sich die Zeilen erneut an.',
  LOAD_NOT_STAGED: ({ status }) =>
    status === 'RECEIVING' || status === 'STAGING'
      ? 'Dieser Upload wird noch geprüft. Warten Sie, bis er zur Prüfung bereit ist.'
      : `Dieser Upload ist ${STATUS[status]} und kann nicht mehr bearbeitet werden. Laden Sie die Datei erneut hoch, um neu zu beginnen.`,
  LOAD_FINISHING: () =>
    'Dieser Upload wird gerade fertiggestellt; seine Zeilen können nicht mehr geändert werden. Warten Sie auf das Ergebnis.',
  LOAD_CHANGED: () =>
    'Dieser Upload wurde geändert, seit Sie ihn geöffnet haben, vielleicht von Ihnen selbst in einem anderen Fenster. Sehen Sie sich die Zeilen erneut an und wiederholen Sie Ihre Änderung.',
  LOAD_NOT_FINISHED: ({ what }) =>
    what === 'events'
      ? 'Der Upload ist nicht fertiggestellt. Seine Ereignisse werden danach zugestellt.'
      : 'Dieser Upload ist nicht fertiggestellt. Nur Zeilen, die beim Fertigstellen ausgelassen wurden, können wieder aufgenommen werden.',
  NOTHING_SELECTED: ({ what }) =>
    what === 'finish'
      ? 'Es ist keine Zeile ausgewählt, daher gibt es nichts zu tun. Wählen Sie mindestens eine Zeile aus oder verwerfen Sie den Upload.'
      : 'Jede Zeile dieses Uploads wurde geschrieben oder absichtlich ausgelassen, daher gibt es nichts zu korrigieren.',
  ROLE_NOT_ALLOWED: ({ what, role }) =>
    `Sie dürfen die Rolle ${role} nicht vergeben. Bitten Sie einen Administrator mit deren Rang und Berechtigungen, ${what === 'finish' ? 'diesen Upload fertigzustellen, oder laden Sie die Datei mit einer anderen Rolle erneut hoch' : 'diese Zeilen wieder aufzunehmen'}.`,
  ROW_NOT_SELECTABLE: ({ line, why }) =>
    why === 'errors'
      ? `Zeile ${line} hat kein Kontrollkästchen, weil sie Fehler enthält. Korrigieren Sie ihre Zellen in der Prüfung, dann erhält sie eines; oder korrigieren Sie die Datei und laden Sie diese erneut hoch.`
      : `Zeile ${line} hat kein Kontrollkästchen: Sie würde nichts ändern, daher gibt es nichts zu schreiben.`,
  EMAIL_NOT_ALLOWED: ({ line, why }) =>
    why === 'no-box'
      ? `Zeile ${line} hat kein E-Mail-Kontrollkästchen: Sie legt keinen Benutzer an, stellt keinen wieder her und ändert keine E-Mail-Adresse.`
      : `Zeile ${line} ist nicht ausgewählt, daher würde mit dem Benutzer nichts geschehen, worüber eine E-Mail informieren könnte. Wählen Sie zuerst „Anlegen“ oder „Aktualisieren“ aus.`,
  CELL_NOT_EDITABLE: ({ column }) =>
    column === ''
      ? 'Dieser Fehler betrifft die ganze Zeile und nicht eine einzelne Zelle. Korrigieren Sie sie in der Datei und laden Sie diese erneut hoch.'
      : `Dieser Upload hat keine Spalte ${quoted(column)}. Nur Zellen seiner eigenen Spalten können bearbeitet werden.`,
  REPORT_PURGED: ({ what }) =>
    ({
      events:
        'Die Zellen dieses Uploads wurden nach der Aufbewahrungsfrist gelöscht und damit auch der Inhalt seiner Ereignisse.',
      report:
        'Die Zellen dieses Uploads wurden nach der Aufbewahrungsfrist gelöscht; nur die Anzahlen und Ergebnisse sind noch vorhanden.',
      again:
        'Die Zellen dieses Uploads wurden nach der Aufbewahrungsfrist gelöscht, daher können seine Zeilen hier nicht mehr korrigiert werden. Laden Sie sie erneut hoch.',
    })[what],
  LOADS_TOO_MANY: ({ loads, isTooMany }) =>
    `${plural(loads, { one: '# hochgeladene Datei wartet', other: '# hochgeladene Dateien warten' })} auf die Prüfung, ${isTooMany ? 'mehr dürfen nicht warten' : 'und diese ist zu groß, um daneben zu warten'}. Stellen Sie einen der früheren Uploads fertig oder verwerfen Sie ihn, und laden Sie diese Datei dann erneut hoch.`,
  STORAGE_FULL: () =>
    'Es ist kein Speicherplatz mehr vorhanden. Von dieser Anfrage wurde nichts gespeichert; Vorhandenes kann weiterhin gelesen werden. Bitten Sie den Betreiber der Plattform, Platz zu schaffen, und versuchen Sie es dann erneut.',
  UNAVAILABLE: ({ kind }) =>
    kind === 'read-only'
      ? 'Die Plattform kann zurzeit lesen, aber nichts speichern. Von dieser Anfrage wurde nichts gespeichert. Versuchen Sie es später erneut, oder wenden Sie sich an den Betreiber der Plattform.'
      : 'Die Plattform erreicht ihren Speicher zurzeit nicht. Von dieser Anfrage wurde nichts gespeichert. Bitte versuchen Sie es in einer Minute erneut.',
  SERVER_ERROR: ({ what }) =>
    what === 'request'
      ? 'Auf unserer Seite ist ein Fehler aufgetreten. Von dieser Anfrage wurde nichts gespeichert; bitte versuchen Sie es erneut.'
      : 'Auf unserer Seite ist beim Prüfen der Datei ein Fehler aufgetreten. Bitte laden Sie die Datei erneut hoch.',
};
