import { formatsIn } from '../formats.js';
import type { ReasonParams, TextsOf } from '../parameters.js';

const { quoted } = formatsIn('de');

const AGAIN =
  'Klicken Sie auf der Seite dieses Uploads auf „Zeilen korrigieren“ oder laden Sie die Zeile erneut hoch, um zu sehen, was sie jetzt bewirken würde.';
const CORRECT =
  'Klicken Sie auf der Seite dieses Uploads auf „Zeilen korrigieren“ und korrigieren Sie die Zeile dort, oder laden Sie die korrigierte Zeile hoch.';

const shown = (value: string): string => (value === '' ? 'leer' : quoted(value));

/** How a message names a key of a user. */
const keyName = (column: string): string =>
  column === 'Email Address' ? 'E-Mail-Adresse' : column;

/** Why Finish did not write a row. A reason states the facts of now, never who changed them. */
export const reasons: TextsOf<ReasonParams> = {
  UNTICKED: () => 'Nicht ausgewählt.',
  HAS_PROBLEMS: () => 'Hat Fehler.',
  ALREADY_SO: ({ user }) => `${user} hat diese Werte bereits.`,
  USER_GONE: () => 'Den Benutzer gibt es nicht mehr.',
  VALUE_CHANGED: ({ column, user, from, now }) =>
    `„${column}“ von ${user} war bei der Prüfung ${shown(from)} und ist jetzt ${shown(now)}. Daher wurde der Wert nicht überschrieben. ${AGAIN}`,
  KEY_MOVED: ({ column, key, user, holder }) =>
    `Die ${keyName(column)} ${quoted(key)} gehört jetzt zu ${holder}. Bei der Prüfung gehörte sie zu ${user}. ${AGAIN}`,
  KEY_LOST: ({ column, key, user }) =>
    `${user} hat die ${keyName(column)} ${quoted(key)} nicht mehr, über die diese Zeile bei der Prüfung zugeordnet wurde. ${AGAIN}`,
  KEY_TAKEN: ({ column, key, holder }) =>
    `Die ${keyName(column)} ${quoted(key)} wurde nach der Prüfung an ${holder} vergeben. ${AGAIN}`,
  KEY_TAKEN_JUST_NOW: ({ column }) =>
    `Die ${keyName(column)} wurde nach der Prüfung an einen anderen Benutzer vergeben. ${AGAIN}`,
  LAST_NAME_GONE: ({ user }) =>
    `„Last Name“ von ${user} wurde nach der Prüfung entfernt, für eine Person wird er aber benötigt. ${CORRECT}`,
  OFFICE_GONE: ({ office, officeLabel }) =>
    `${quoted(office)} gibt es unter „${officeLabel}“ nicht mehr: Der Eintrag wurde nach der Prüfung umbenannt oder entfernt. ${CORRECT}`,
  OFFICE_OF_USER_GONE: ({ office, officeLabel, user }) =>
    `${quoted(office)} unter „${officeLabel}“, bei der Prüfung noch der Wert von ${user}, wurde umbenannt oder entfernt. ${AGAIN}`,
  OFFICE_AMBIGUOUS: ({ office, officeLabel }) =>
    `Der Name ${quoted(office)} kommt unter „${officeLabel}“ jetzt mehrfach vor. Vergeben Sie in der Plattform unterschiedliche Namen und klicken Sie dann auf der Seite dieses Uploads auf „Zeilen korrigieren“, oder laden Sie die Zeile erneut hoch.`,
  FIELD_GONE: ({ label }) =>
    `Das benutzerdefinierte Feld ${quoted(label)} gibt es nicht mehr: Es wurde nach der Prüfung umbenannt oder entfernt. Laden Sie die aktuelle Vorlage herunter und die Zeile erneut hoch.`,
  FIELD_REQUIRED: ({ label, isNew }) =>
    isNew
      ? `Das benutzerdefinierte Feld ${quoted(label)} ist jetzt ein Pflichtfeld und war nicht in der Vorlage dieser Datei. Laden Sie die aktuelle Vorlage herunter und die Zeile erneut hoch.`
      : `Das benutzerdefinierte Feld ${quoted(label)} wurde nach der Prüfung zum Pflichtfeld, und diese Zeile hat keinen Wert dafür. ${CORRECT}`,
  OPTION_GONE: ({ label, option }) =>
    `${quoted(option)} ist keine Option von ${quoted(label)} mehr: Sie wurde nach der Prüfung umbenannt oder entfernt. ${CORRECT}`,
  VALUE_REFUSED: ({ label, value }) =>
    `Das benutzerdefinierte Feld ${quoted(label)} wurde nach der Prüfung geändert und lässt ${quoted(value)} nicht zu. ${CORRECT}`,
  MORE_RIGHTS: ({ user }) =>
    `${user} hat einen höheren Rang als der Administrator, der diesen Upload fertiggestellt hat, oder eine Berechtigung, die diesem fehlt.`,
  ROLE_NOT_ALLOWED: () =>
    'Wer diesen Upload fertiggestellt hat, darf dessen Rolle nicht mehr vergeben.',
  OWN_RECORD: () =>
    'Das ist das Profil des Administrators, der diesen Upload fertiggestellt hat: Die eigene E-Mail-Adresse und den eigenen Status kann hier niemand ändern.',
  LAST_ADMINISTRATOR: () => 'Es bliebe kein aktiver Administrator übrig.',
  RIGHTS_LOST: () =>
    'Wer diesen Upload fertiggestellt hat, darf den Batch-Upload nicht mehr verwenden.',
  NOT_SAVED: () =>
    'Die Plattform konnte diesen Benutzer nicht speichern. Versuchen Sie es mit dieser Zeile später erneut.',
};
