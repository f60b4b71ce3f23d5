import type { ReportTexts, TemplateTexts } from '../template-parameters.js';

export const template: TemplateTexts = {
  headings: ['Spalte', 'Für neue Benutzer erforderlich', 'Was einzugeben ist'],
  required: { yes: 'Ja', no: 'Nein', individual: 'Für eine Person' },
  columns: {
    'Profile Type ID': '1 für eine Person, 2 für eine Einrichtung.',
    'Internal ID':
      'Die eigene ID Ihrer Organisation für den Benutzer. Über diese Spalte oder „Email Address“ wird ein Benutzer gefunden, der aktualisiert werden soll.',
    'Email Address':
      'Jeder Benutzer hat eine eigene E-Mail-Adresse. Über diese Spalte oder „Internal ID“ wird ein Benutzer gefunden, der aktualisiert werden soll.',
    'First Name': 'Der Vorname; bei einer Einrichtung ihr Name.',
    'Last Name': 'Der Nachname; bei einer Einrichtung nicht erforderlich.',
    Office: 'Der genaue Name aus der Liste.',
    'Profile Status': 'ACTIVE, INACTIVE oder DELETED. Ein neuer Benutzer ohne Angabe ist INACTIVE.',
    'Mobile Phone Country':
      'Der Code aus drei Buchstaben (ISO 3166-1 alpha-3), zum Beispiel USA oder CAN.',
    'Mobile Phone': 'Genau 10 Ziffern und sonst nichts.',
  },
  fields: {
    TEXT: 'Beliebiger Text.',
    NUMBER: 'Eine Zahl, zum Beispiel 12 oder 12.50.',
    DATE: 'Ein Datum, zum Beispiel 2024-03-15 (Jahr, Monat, Tag).',
    YES_NO: 'Yes oder No.',
    LIST: 'Genau ein Wert aus der Liste.',
  },
  notes: [
    'Füllen Sie für jeden Benutzer eine Zeile aus, unter der Kopfzeile des ersten Blatts. Lassen Sie die Kopfzeile, wie sie ist.',
    'Ein Benutzer, der über „Internal ID“ oder „Email Address“ gefunden wird, wird aktualisiert; eine leere Zelle lässt den bisherigen Wert bestehen. Alle anderen werden angelegt.',
    'Alle Spalten haben das Format „Text“, damit Nullen, lange Zahlen und Daten so bleiben, wie Sie sie eingeben.',
  ],
};

export const report: ReportTexts = {
  warning: (message) => `Warnung: ${message}`,
  suggestion: (value) => `Vorschlag: ${value}`,
  edited: ({ column, by, original, isCut }) =>
    `${column}: geändert von ${by}, in der Datei stand ${original === '' ? 'nichts' : `„${original}${isCut ? '…' : ''}“`}.`,
};
