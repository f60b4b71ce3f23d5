/** What Excel, LibreOffice and Google Sheets show for a formula without a value, in the languages that translate it. */
const ERRORS = new Set(
  `
  #N/A #REF! #VALUE! #NAME? #NULL! #DIV/0! #NUM! #SPILL! #CALC! #GETTING_DATA #BUSY! #FIELD! #BLOCKED!
  #CONNECT! #UNKNOWN! #EXTERNAL! #ERROR! #NV #WERT! #BEZUG! #ZAHL! #ÜBERLAUF! #KALK! #VALEUR! #NOM?
  #NOMBRE! #NUL! #PROPAGATION! #N/D #¡VALOR! #¡REF! #¿NOMBRE? #¡NUM! #¡NULO! #¡DIV/0! #¡DESBORDAMIENTO!
  #VALORE! #RIF! #NOME? #NULLO! #VALOR! #NÚM! #NULO! #N/B #WAARDE! #VERW! #NAAM? #GETAL! #LEEG! #DEEL/0!
  #N/D! #ARG! #ADR! #NAZWA? #LICZBA! #ZERO! #DZIEL/0! #I/T #VÆRDI! #REFERENCE! #NAVN? #SAKNAS! #VÄRDEFEL!
  #REFERENS! #NAMN? #OGILTIGT! #SKÄRNING! #DIVISION/0! #PUUTTUU! #ARVO! #VIITTAUS! #NIMI? #LUKU! #TYHJÄ!
  #JAKO/0! #Н/Д #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #ПУСТО! #ДЕЛ/0! #YOK #DEĞER! #BAŞV! #AD? #SAYI! #BOŞ!
  #SAYI/0! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK #ZÉRÓOSZTÓ!
`
    .trim()
    .split(/\s+/),
);

/** LibreOffice's errors by number, and a cell that was too narrow to be shown. */
const NUMBERED = /^(?:Err:\d{3}|#{4,})$/;

const FIRST = new Set(['#', 'E'].map((character) => character.charCodeAt(0)));

/** Whether the whole cell is an error value of a spreadsheet. */
export const isSpreadsheetError = (cell: string): boolean =>
  FIRST.has(cell.charCodeAt(0)) && (ERRORS.has(cell) || NUMBERED.test(cell));
