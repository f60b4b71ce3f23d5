import type { PageTexts } from '../en/page.js';
import { pluralIn } from '../plural.js';

const plural = pluralIn('de');
const rows = (count: number) => plural(count, { one: '# Zeile', other: '# Zeilen' });

export const afterwards: PageTexts['afterwards'] = {
  checking: (file, done, total) => `${file} wird geprüft: ${done} von ${total} Zeilen.`,
  checkingRows: 'Zeilen werden geprüft',
  finishing: (file, done, total) => `${file} wird fertiggestellt: ${done} von ${total} Zeilen.`,
  finishingRows: 'Zeilen werden fertiggestellt',
  leave: 'Sie können diese Seite verlassen. Die Arbeit läuft weiter.',

  discarded: 'Dieser Upload wurde verworfen. Es wurde kein Benutzer geändert.',
  finished: (file, role, time) => `${file} · Rolle ${role} · abgeschlossen am ${time}`,
  invitations: (sent, asked) => `Einladungen: ${sent} von ${asked} gesendet.`,
  invitationsFailed: (sent, asked, failed) =>
    `Einladungen: ${sent} von ${asked} gesendet, ${failed} fehlgeschlagen.`,
  purged: (time) =>
    `Die Zellen dieses Uploads wurden am ${time} gelöscht. Zahlen und Ergebnisse bleiben erhalten.`,
  fix: (count) => plural(count, { one: '# Zeile korrigieren', other: '# Zeilen korrigieren' }),
  downloadToFix: (count) =>
    plural(count, {
      one: '# Zeile zum Korrigieren herunterladen',
      other: '# Zeilen zum Korrigieren herunterladen',
    }),
  downloadAll: 'Alle Zeilen herunterladen',
  created: (count) => `${count} angelegt`,
  updated: (count) => `${count} aktualisiert`,
  hadErrors: (count) => `${count} mit Fehlern`,
  inConflict: (count) => `${count} im Konflikt`,
  failed: (count) => `${count} fehlgeschlagen`,
  notIncluded: (count) => `${count} nicht einbezogen`,
  unchanged: (count) => `${count} unverändert`,
  rowsInAll: (count) => `${rows(count)} insgesamt`,
  outcomes: {
    CREATED: 'Angelegt',
    UPDATED: 'Aktualisiert',
    UNCHANGED: 'Unverändert',
    SKIPPED: 'Nicht einbezogen',
    CONFLICT: 'Konflikt',
    FAILED: 'Fehlgeschlagen',
  },
  rowHadErrors: 'Hatte Fehler',

  notDelivered: 'Nicht zugestellt',
  undelivered: (count) =>
    plural(count, {
      one: '# Nachricht, etwa eine Einladung, konnte nicht zugestellt werden. Die Benutzer sind gespeichert.',
      other:
        '# Nachrichten, etwa Einladungen, konnten nicht zugestellt werden. Die Benutzer sind gespeichert.',
    }),
  wholeLoad: 'Ganzer Upload',
  line: (line) => `Zeile ${line}`,
  more: (count) => `und ${count} weitere`,
  sendAgain: 'Erneut senden',
  willBeSent: (count) =>
    plural(count, {
      one: '# Nachricht wird jetzt erneut gesendet.',
      other: '# Nachrichten werden jetzt erneut gesendet.',
    }),

  pastLoads: 'Frühere Uploads',
  loading: 'Frühere Uploads werden geladen…',
  noneMatches: 'Kein passender Upload.',
  none: 'Noch keine Dateien. Laden Sie die Vorlage herunter, füllen Sie eine Zeile je Benutzer aus und laden Sie die Datei oben hoch.',
  loadsToShow: 'Angezeigte frühere Uploads',
  person: 'Person',
  everybody: 'Alle Personen',
  state: 'Status',
  everyState: 'Jeder Status',
  newestFirst: 'Frühere Uploads, neueste zuerst',
  file: 'Datei',
  whoAndWhen: 'Wer und wann',
  result: 'Ergebnis',
  withErrors: (count) => `${count} mit Fehlern`,
  rows,
  continueReview: (rows) => `${rows}: Prüfung fortsetzen`,
};
