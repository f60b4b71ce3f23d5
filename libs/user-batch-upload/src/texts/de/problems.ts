import { emailFault } from '../email-fault.js';
import { formatsIn } from '../formats.js';
import type { ProblemParams, TextsOf } from '../parameters.js';
import { pluralIn } from '../plural.js';

const { allOf, number, quoted } = formatsIn('de');
const plural = pluralIn('de');

const SHOWN_OPTIONS = 10;

const SCIENTIFIC =
  'Ein Tabellenprogramm hat den Wert in die Exponentialschreibweise umgewandelt, dabei sind Ziffern verloren gegangen. Formatieren Sie die Spalte als Text und geben Sie den ursprünglichen Wert erneut ein.';

/** Of the address in quotes, which comes before it. */
function whyNoEmail(value: string): string {
  const fault = emailFault(value);
  switch (fault?.kind) {
    case 'space':
      return ': Sie enthält ein Leerzeichen';
    case 'letter':
      return `: „${fault.wrong}“ gehört nicht zu den Buchstaben a bis z, auch wenn es so aussieht`;
    case 'sign':
      return `: Sie enthält „${fault.wrong}“`;
    case 'domain-sign':
      return `: Hinter dem @ enthält sie „${fault.wrong}“`;
    case 'period':
      return ': Sie enthält einen Punkt, wo keiner stehen kann';
    case 'no-at':
      return ': Das Zeichen @ fehlt';
    case 'more-at':
      return ': Sie enthält mehr als ein @';
    case undefined:
      return '';
  }
}

/** The message of each problem of a row: what is wrong, and what to do. */
export const problems: TextsOf<ProblemParams> = {
  REQUIRED: (params) =>
    'why' in params
      ? `„${params.column}“ ist leer, wird aber ${params.why === 'create' ? 'zum Anlegen eines Benutzers' : 'für eine Person (Profile Type ID 1)'} benötigt. Füllen Sie die Zelle aus.`
      : `Kein Benutzer hat die E-Mail-Adresse ${quoted(params.unknownEmail)}, daher würde diese Zeile einen Benutzer anlegen. Korrigieren Sie die E-Mail-Adresse, um einen Benutzer zu aktualisieren. Um einen anzulegen, füllen Sie ${allOf(params.columns)} aus.`,
  PROFILE_TYPE_INVALID: ({ value }) =>
    `${quoted(value)} ist kein Profiltyp. Geben Sie 1 für eine Person oder 2 für eine Einrichtung ein.`,
  INTERNAL_ID_INVALID: ({ value, damage }) =>
    ({
      scientific: `${quoted(value)} ist keine Internal ID mehr. ${SCIENTIFIC}`,
      decimal: `${quoted(value)} hat Nachkommastellen, die ein Tabellenprogramm oder ein Export an eine Zahl angehängt hat; führende Nullen können ebenfalls fehlen. Geben Sie die Internal ID so ein, wie die Plattform sie anzeigt.`,
      date: `${quoted(value)} ist ein Datum, das ein Tabellenprogramm an die Stelle der Internal ID gesetzt hat. Formatieren Sie die Spalte als Text und geben Sie die Internal ID erneut ein.`,
      apostrophe: `${quoted(value)} beginnt mit einem Apostroph, mit dem ein Tabellenprogramm Text kennzeichnet. Geben Sie die Internal ID ohne Apostroph ein.`,
      placeholder: `${quoted(value)} ist ein Platzhalter und kann keine Internal ID sein. Lassen Sie die Zelle leer oder geben Sie die eigene ID des Benutzers ein.`,
      doubt: `${quoted(value)} könnte eine Zahl sein, die ein Tabellenprogramm gekürzt hat. Wenn die Internal ID so lautet, müssen Sie nichts ändern.`,
    })[damage],
  EMAIL_INVALID: ({ value }) =>
    `${quoted(value)} ist keine gültige E-Mail-Adresse${whyNoEmail(value)}. Geben Sie eine Adresse wie name@example.com ein.`,
  NAME_INVALID: ({ value, column }) =>
    `${quoted(value)} enthält weder Buchstaben noch Ziffern. Geben Sie für den Benutzer den richtigen Wert in „${column}“ ein.`,
  OFFICE_UNKNOWN: ({ value, officeLabel }) =>
    `${quoted(value)} gibt es nicht unter „${officeLabel}“. Geben Sie den Namen genau so ein, wie er in der Plattform steht.`,
  OFFICE_AMBIGUOUS: ({ value, count, officeLabel }) =>
    `Der Name ${quoted(value)} kommt unter „${officeLabel}“ mehrfach vor (${number(count)}). Vergeben Sie in der Plattform unterschiedliche Namen und laden Sie die Datei erneut hoch.`,
  STATUS_INVALID: ({ value, isCreate, isDeleted }) => {
    if (!isCreate)
      return `${quoted(value)} ist kein Status. Geben Sie ACTIVE, INACTIVE oder DELETED ein.`;
    const wrong = isDeleted
      ? 'Ein neuer Benutzer kann nicht DELETED sein.'
      : `${quoted(value)} ist kein Status.`;
    return `${wrong} Geben Sie ACTIVE oder INACTIVE ein, oder lassen Sie die Zelle leer für INACTIVE.`;
  },
  PHONE_INVALID: ({ value, damage }) => {
    if (damage === 'scientific')
      return `${quoted(value)} ist keine Telefonnummer mehr. ${SCIENTIFIC}`;
    if (damage === 'lost-zero')
      return `${quoted(value)} hat 9 Ziffern; möglicherweise hat ein Tabellenprogramm eine führende Null entfernt. Geben Sie genau 10 Ziffern ein.`;
    return `${quoted(value)} ist keine Telefonnummer mit genau 10 Ziffern. Lassen Sie Leerzeichen, Sonderzeichen und die Landesvorwahl weg.`;
  },
  PHONE_COUNTRY_INVALID: ({ value }) =>
    `${quoted(value)} ist kein Ländercode. Geben Sie die drei Buchstaben nach ISO 3166 ein, zum Beispiel USA oder CAN.`,
  NUMBER_INVALID: ({ value, damage }) => {
    if (damage === 'scientific')
      return `${quoted(value)} ist nicht die ursprüngliche Zahl. ${SCIENTIFIC}`;
    if (damage === 'ambiguous')
      return `${quoted(value)} lässt sich als zwei verschiedene Zahlen lesen: Das Komma kann Tausender oder Dezimalstellen abtrennen. Geben Sie Ziffern ein, mit einem Punkt vor den Dezimalstellen.`;
    return `${quoted(value)} ist keine Zahl. Geben Sie Ziffern ein, mit einem Punkt vor den Dezimalstellen.`;
  },
  DATE_INVALID: ({ value, damage }) => {
    if (damage === 'serial')
      return `${quoted(value)} ist eine Anzahl von Tagen, durch die ein Tabellenprogramm das Datum ersetzt hat. Formatieren Sie die Spalte als Text und geben Sie das Datum im Format JJJJ-MM-TT ein.`;
    if (damage === 'year')
      return `${quoted(value)} liegt nicht in den Jahren 1000 bis 9999. Geben Sie das Datum im Format JJJJ-MM-TT ein, mit vierstelligem Jahr.`;
    if (damage === 'no-such-day')
      return `Den Tag ${quoted(value)} gibt es nicht. Geben Sie ein existierendes Datum im Format JJJJ-MM-TT ein.`;
    if (damage === 'ambiguous')
      return `${quoted(value)} lässt sich als zwei verschiedene Tage lesen. Geben Sie das Datum im Format JJJJ-MM-TT ein.`;
    return `${quoted(value)} ist kein Datum. Geben Sie es im Format JJJJ-MM-TT ein.`;
  },
  YES_NO_INVALID: ({ value }) =>
    `${quoted(value)} bedeutet weder Ja noch Nein. Geben Sie Yes oder No ein.`,
  OPTION_INVALID: ({ value, options }) => {
    const more = options.length - SHOWN_OPTIONS;
    const named =
      options.slice(0, SHOWN_OPTIONS).join(', ') + (more > 0 ? ` und ${number(more)} weitere` : '');
    return `${quoted(value)} ist keine der Optionen. Geben Sie genau eine davon ein: ${named}.`;
  },
  TOO_LONG: ({ value, length, limit }) =>
    `${quoted(value)} hat ${number(length)} Zeichen; höchstens ${number(limit)} sind möglich. Kürzen Sie den Text.`,
  CONTROL_CHARACTER: ({ value, damaged }) =>
    damaged
      ? `${quoted(value)} war schon vor dem Hochladen beschädigt: � steht für ein verlorenes Zeichen. Geben Sie den Text erneut ein.`
      : `${quoted(value)} enthält ein unsichtbares Zeichen oder einen Zeilenumbruch (als ␣ dargestellt). Entfernen Sie es oder geben Sie die Zelle neu ein.`,
  SPREADSHEET_ERROR: ({ value }) =>
    `${quoted(value)} ist die Fehlermeldung eines Tabellenprogramms und kein Wert: Eine Formel oder ein Verweis ist fehlgeschlagen. Geben Sie den Wert selbst ein oder lassen Sie die Zelle leer.`,
  TOO_MANY_CELLS: ({ count, value }) =>
    `Rechts von der letzten Spalte hat die Zeile ${plural(count, { one: '# ausgefüllte Zelle', other: '# ausgefüllte Zellen' })}: ${quoted(value)}. Verschieben Sie den Text in seine Spalte; in einer Textdatei muss eine Zelle, die das Trennzeichen enthält, in Anführungszeichen stehen.`,
  DUPLICATE_IN_FILE: ({ what, lines, more }) => {
    const others = lines.join(', ') + (more > 0 ? ` und ${number(more)} weitere` : '');
    const where = plural(lines.length + more, { one: 'Zeile', other: 'die Zeilen' });
    const same =
      what === 'user'
        ? 'würden denselben Benutzer ändern'
        : `würden dieselbe ${what === 'email' ? 'E-Mail-Adresse' : what} vergeben`;
    return `Diese Zeile und ${where} ${others} ${same}. Behalten Sie nur eine davon.`;
  },
  MATCH_CONFLICT: (params) => {
    const { byEmail, internalId } = params;
    const email = quoted(params.email);
    const [conflict, why] =
      params.kind === 'two-users'
        ? [
            `Die Internal ID ${quoted(internalId)} gehört zu ${params.byInternalId}, die E-Mail-Adresse ${email} zu ${byEmail}.`,
            `die E-Mail-Adresse auf ${params.byInternalId} übergeht`,
          ]
        : [
            `Die E-Mail-Adresse ${email} gehört zu ${byEmail} mit der Internal ID ${quoted(params.theirInternalId)} und nicht ${quoted(internalId)}.`,
            'eine andere Person diese E-Mail-Adresse erhält',
          ];
    return `${conflict} Wenn eine der Angaben falsch ist, korrigieren Sie sie. Wenn beide stimmen, weil ${why}: Geben Sie ${byEmail} zuerst in einer eigenen Datei eine andere E-Mail-Adresse, und laden Sie diese Zeile dann erneut hoch.`;
  },
  NO_SUCH_USER: ({ value, near }) =>
    near === undefined
      ? `Kein Benutzer hat die Internal ID ${quoted(value)}. Korrigieren Sie sie, oder ergänzen Sie „Email Address“, um den Benutzer anzulegen.`
      : `Kein Benutzer hat die Internal ID ${quoted(value)}, aber einer hat ${quoted(near)}. Geben Sie die Internal ID so ein, wie sie in der Plattform steht.`,
  PROTECTED_USER: ({ reason }) =>
    ({
      'more-rights':
        'Dieser Benutzer hat einen höheren Rang als Sie oder eine Berechtigung, die Sie nicht haben. Sie können ihn daher nicht ändern. Wenden Sie sich an einen Administrator, der beides hat.',
      'own-record':
        'Das ist Ihr eigenes Profil: Ihre E-Mail-Adresse und Ihren Status können Sie hier nicht ändern. Wenden Sie sich an einen anderen Administrator.',
      'last-administrator':
        'Es bliebe kein aktiver Administrator übrig. Machen Sie zuerst einen anderen Benutzer zum aktiven Administrator.',
    })[reason],
  USER_DELETED: ({ name }) =>
    `${name} ist DELETED und bleibt es. Geben Sie in „Profile Status“ ACTIVE oder INACTIVE ein, um diesen Benutzer wiederherzustellen.`,
  USER_REVIVED: ({ name, role }) =>
    `${name} war DELETED und wird wiederhergestellt, mit der Rolle ${role}. Wenn diese Zeile eine andere Person betrifft, korrigieren Sie die Internal ID oder die E-Mail-Adresse.`,
  PERSON_REPLACED: ({ before, after, isOther }) =>
    isOther
      ? `${before} würde den Namen eines anderen Benutzers dieser Datei erhalten: ${after}. Möglicherweise sind Namen in andere Zeilen gerutscht; prüfen Sie diese Zeile.`
      : `E-Mail-Adresse und Name ändern sich gleichzeitig: Aus ${before} würde ${after}. Wenn das eine andere Person ist, entfernen oder korrigieren Sie die Internal ID.`,
  POSSIBLE_DUPLICATE: ({ same, name, internalId }) => {
    const what =
      same === 'person'
        ? 'denselben Namen und dieselbe Telefonnummer'
        : `fast dieselbe Internal ID${internalId ? `, ${quoted(internalId)}` : ''}`;
    if (name === undefined)
      return `Ein Benutzer, den Sie nicht ändern dürfen, hat ${what}. Fragen Sie einen Administrator, bevor Sie einen weiteren Benutzer anlegen.`;
    const key = internalId
      ? `die Internal ID ${quoted(internalId)}`
      : 'die E-Mail-Adresse dieses Benutzers';
    return `${name} hat ${what}. Wenn das dieselbe Person ist, geben Sie ${key} ein; andernfalls legt diese Zeile einen weiteren Benutzer an.`;
  },
  PLACEHOLDER: ({ value, column, before }) =>
    before === undefined
      ? `${quoted(value)} würde als „${column}“ gespeichert. Geben Sie den Namen ein, oder wählen Sie die Zeile ab.`
      : `${quoted(value)} würde ${quoted(before)} ersetzen. Lassen Sie die Zelle leer, um den bisherigen Wert zu behalten.`,
  SERVER_ERROR: ({ rule }) =>
    `Beim Prüfen dieser Zeile ist auf unserer Seite ein Fehler aufgetreten (${rule}). Laden Sie die Zeile später erneut hoch, und informieren Sie den Betreiber der Plattform, wenn es wieder geschieht.`,
  TEXT_DAMAGED: ({ value, kind, repaired }) => {
    if (kind === 'lost-letter')
      return `${quoted(value)} enthält ein Fragezeichen mitten im Wort; möglicherweise ist ein Buchstabe verloren gegangen. Geben Sie den Text in diesem Fall erneut ein.`;
    const why =
      kind === 'encoding'
        ? 'Die Datei wurde in einer anderen Codierung gespeichert als gelesen'
        : 'Der Text wurde aus einer Webseite kopiert';
    const advice =
      repaired === undefined
        ? 'Geben Sie den Text erneut ein.'
        : `Gemeint ist vielleicht ${quoted(repaired)}.`;
    return `${quoted(value)} scheint beschädigt zu sein: ${why}. ${advice}`;
  },
};
