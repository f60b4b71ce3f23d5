import type { PageTexts } from '../en/page.js';
import { afterwards } from './page-afterwards.js';
import { review } from './page-review.js';
import { upload } from './page-upload.js';

const frame = {
  batchUpload: 'Batch-Upload',
  lead: 'Legen Sie viele Benutzer aus einer Datei an oder aktualisieren Sie sie. Sie sehen, was geschehen würde, bevor sich etwas ändert.',
  matchColumns: 'Spalten zuordnen',
  loadNotFound: 'Upload nicht gefunden',
  loadNotOpened: 'Upload nicht geöffnet',
  openingLoad: 'Upload wird geöffnet…',
  headings: {
    STAGING: 'Datei wird geprüft',
    STAGED: 'Upload prüfen',
    FINISHING: 'Upload wird fertiggestellt',
    FINISHED: 'Upload abgeschlossen',
    REJECTED: 'Die Datei wurde abgelehnt',
    DISCARDED: 'Upload verworfen',
  },
  states: {
    STAGING: 'Wird geprüft',
    STAGED: 'In Prüfung',
    FINISHING: 'Wird fertiggestellt',
    FINISHED: 'Abgeschlossen',
    REJECTED: 'Abgelehnt',
    DISCARDED: 'Verworfen',
  },
  pages: 'Seiten',
  previous: 'Vorherige',
  next: 'Nächste',
  pageOf: (page: string, last: string) => `Seite ${page} von ${last}`,
} satisfies PageTexts['frame'];

const messages = {
  signedOut: 'Sie sind abgemeldet.',
  signIn: 'Anmelden',
  signInElsewhere: (signIn: string) =>
    `${signIn} können Sie sich in einem neuen Tab; kehren Sie dann hierher zurück. Ihre Eingaben bleiben erhalten.`,
  unreachable: 'Die Plattform ist nicht erreichbar.',
  offline: 'Sie sind offline.',
  maybeUnsaved:
    'Ihre letzte Änderung wurde möglicherweise nicht gespeichert. Die Seite versucht es von selbst erneut und zeigt dann den gespeicherten Stand.',
  slow: 'Die Plattform antwortet langsam. Bitte warten Sie. Diese Meldung verschwindet von selbst.',
  finishedElsewhere:
    'Dieser Upload wurde in einem anderen Tab oder von einer anderen Person fertiggestellt.',
  wasDiscarded: (file: string) => `${file} wurde verworfen. Es wurde kein Benutzer geändert.`,
  tryAgain: 'Erneut versuchen',
  loadUnread: 'Der Upload konnte nicht gelesen werden.',
  rowsUnread: 'Die Zeilen konnten nicht gelesen werden.',
  faultsUnread: 'Die Werte, die in mehreren Zeilen falsch sind, konnten nicht gelesen werden.',
  changeUnsaved: 'Ihre Änderung wurde nicht gespeichert.',
  notAccepted: 'Die Datei wurde nicht angenommen.',
  moveRows: 'Laden Sie die aktuelle Vorlage herunter und übertragen Sie Ihre Zeilen.',
  noProperAnswer: 'Die Plattform hat nicht richtig geantwortet. Bitte versuchen Sie es erneut.',
  pleaseTryAgain: 'Bitte versuchen Sie es erneut.',
  fileChanged: (file: string) =>
    `${file} wurde seit der Auswahl geändert, verschoben oder gelöscht, daher kann der Browser die Datei nicht lesen. Wählen Sie die Datei erneut aus.`,
} satisfies PageTexts['messages'];

export const page: PageTexts = { frame, messages, upload, review, afterwards };
