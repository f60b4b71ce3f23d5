import type { PageTexts } from '../en/page.js';
import { pluralIn } from '../plural.js';

const plural = pluralIn('de');

export const upload: PageTexts['upload'] = {
  role: 'Rolle',
  chooseRole: 'Rolle auswählen',
  roleHelp: 'Neue Benutzer erhalten diese Rolle. Bestehende Benutzer behalten ihre.',
  roleMissing: 'Wählen Sie die Rolle für neue Benutzer aus.',
  file: 'Datei',
  fileHelp:
    'Eine CSV-Datei oder eine Excel-Arbeitsmappe (XLSX). Sie können sie auch an beliebiger Stelle auf diese Seite ziehen.',
  upTo: (rows, size) =>
    `Bis zu ${plural(rows, { one: '# Zeile', other: '# Zeilen' })} und ${size}.`,
  fileMissing: 'Wählen Sie eine Datei aus oder ziehen Sie sie auf diese Seite.',
  oneFile: 'Ziehen Sie nur eine Datei hierher: Ein Upload besteht aus einer Datei.',
  tooLarge: (file, size, most) =>
    `${file} ist ${size} groß; hochgeladen werden können höchstens ${most}. Teilen Sie die Datei auf.`,
  garbled: 'Text wird falsch angezeigt?',
  detect: 'Automatisch erkennen',
  submit: 'Datei hochladen',
  sending: 'Datei wird gesendet…',
  checking: 'Datei wird geprüft…',
  progress: 'Upload',
  notes: 'Hinweise',
  template: 'Vorlage herunterladen',
  workbook: 'Vorlage als Excel-Arbeitsmappe herunterladen',
  sample: 'Beispieldatei herunterladen',
  currentTemplate:
    'Verwenden Sie die aktuelle Vorlage; benennen Sie keine Spalten um und löschen Sie keine.',
  toCreate:
    'Zum Anlegen: Profile Type ID (1 Person, 2 Einrichtung), Email Address, First Name (bei einer Einrichtung ihr Name), bei Personen Last Name, und Office.',
  toUpdate:
    'Zum Aktualisieren: Email Address oder Internal ID. Leere Zellen lassen den bisherigen Wert bestehen.',
  office: 'Office ist der genaue Name eines Standorts auf der Plattform.',
  officeCalled: (label) =>
    `Office ist der genaue Name eines Standorts auf der Plattform, hier „${label}“ genannt.`,
  status:
    'Profile Status ist ACTIVE (aktiv), INACTIVE (inaktiv) oder DELETED (gelöscht); neue Benutzer sind INACTIVE, wenn Sie nichts anderes angeben.',
  phone:
    'Mobile Phone hat genau 10 Ziffern; das Land ist ein Code aus drei Buchstaben wie USA oder CAN.',
  dates: 'Datumsangaben als JJJJ-MM-TT; Dezimalzahlen mit Punkt.',
  kept: (days) =>
    `Es ändert sich nichts, bis Sie „Fertigstellen“ wählen. ${plural(days, { one: '# Tag', other: '# Tage' })} nach dem Ende eines Uploads werden seine Zellen gelöscht. Zahlen und Ergebnisse bleiben erhalten.`,

  headersDiffer: (file) =>
    `Die Überschriften von ${file} sind nicht die der Vorlage. Wählen Sie zu jeder Spalte Ihrer Datei die Spalte der Vorlage. Die Datei bleibt ausgewählt.`,
  continue: 'Weiter',
  back: 'Zurück',
  noHeader: 'Spalte ohne Überschrift',
  noCell: 'Keine Zelle ist ausgefüllt.',
  leaveOut: 'Auslassen',
  noColumnFor: (columns, count) =>
    `Keine Spalte für ${columns}. ${plural(count, {
      one: 'Neue Benutzer brauchen diesen Wert; bestehende behalten ihren bisherigen.',
      other: 'Neue Benutzer brauchen diese Werte; bestehende behalten ihre bisherigen.',
    })}`,
  readAsBlank: (columns) => `Als leer gelesen: ${columns}.`,
  noneChosen: 'Wählen Sie für mindestens eine Spalte Ihrer Datei die Spalte der Vorlage aus.',
  chosenTwice: (column, header) => `${column} ist bereits für „${header}“ ausgewählt.`,

  encoding: 'Zeichencodierung',
  sheet: 'Tabellenblatt',
  readAgain: 'Neu einlesen',
  readAs: (encoding) => `Die Datei wurde als ${encoding} gelesen.`,
  sheetRead: (sheet) => `Das Tabellenblatt „${sheet}“ wurde gelesen.`,
  scripts: {
    western: 'Westeuropäisch',
    central: 'Mitteleuropäisch',
    cyrillic: 'Kyrillisch',
    greek: 'Griechisch',
    turkish: 'Türkisch',
    hebrew: 'Hebräisch',
    arabic: 'Arabisch',
    baltic: 'Baltisch',
    vietnamese: 'Vietnamesisch',
    thai: 'Thailändisch',
    japanese: 'Japanisch',
    chineseSimplified: 'Chinesisch, vereinfacht',
    chineseTraditional: 'Chinesisch, traditionell',
    korean: 'Koreanisch',
  },
};
