import { closest, distance } from 'fastest-levenshtein';
import type { BaseHeader } from '../columns/column.js';
import { composed } from '../columns/cell-length.js';
import { cleanCell } from './clean-cell.js';

/** No header is longer, and measuring the distance of long texts takes long. */
const LONGEST_NAME = 254;

/** A name that folding does not change. */
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
const INVISIBLE = /[\p{Cf}\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu;

/** A name as it is compared: in NFC, without invisible characters, runs of Unicode spaces as one space. Case counts. */
export const foldName = (name: string): string =>
  PLAIN.test(name)
    ? name
    : composed(
        name
          .replace(INVISIBLE, '')
          .replace(/[\s\u0085]+/g, ' ')
          .trim(),
      );

/** The cell of a header as it is compared. */
export const headerName = (cell: string): string =>
  PLAIN.test(cell) && !/^['=]/.test(cell) ? cell : foldName(cleanCell(cell));

/** What people and programs call the base columns, in English, German and Spanish. Without spaces, dots and dashes. */
const SYNONYMS: Record<BaseHeader, string> = {
  'Profile Type ID':
    'profiletype type typeid usertype accounttype profiltyp profiltypid typ benutzertyp kontotyp tipo tipodeperfil tipodeusuario idtipodeperfil perfil profile',
  'Internal ID':
    'id internal userid employeeid employeenumber employeeno employee# staffid staffnumber personnelnumber personid externalid badge badgenumber number no interneid personalnummer mitarbeiternummer mitarbeiterid personalnr mitarbeiternr nummer idinterno identificador numerodeempleado númerodeempleado iddeempleado matricula matrícula legajo número numero',
  'Email Address':
    'email mail emailaddress mailaddress emailid workemail businessemail primaryemail useremail contactemail login username emailadresse mailadresse epost correo correoelectrónico correoelectronico direccióndecorreo direcciondecorreo direccióndecorreoelectrónico direcciondecorreoelectronico',
  'First Name':
    'first firstname givenname given forename christianname fname businessname name vorname rufname nombre nombres primernombre nombredepila',
  'Last Name':
    'last lastname surname familyname family lname secondname nachname familienname zuname name2 apellido apellidos primerapellido',
  Office:
    'office officename clinic clinicname site sitename location locationname branch branchname practice facility workplace büro buero klinik standort filiale niederlassung praxis oficina clínica clinica sede sucursal consultorio centro ubicación ubicacion',
  'Profile Status':
    'status state userstatus accountstatus active isactive profilstatus zustand aktiv estado estadodelperfil estatus activo',
  'Mobile Phone Country':
    'country countrycode phonecountry mobilecountry mobilephonecountrycode phonecountrycode nation land länderkennung laenderkennung länderkürzel landesvorwahl país pais códigodepaís codigodepais paísdelmóvil',
  'Mobile Phone':
    'mobile phone cell cellphone cellular cellnumber cellphonenumber mobilenumber mobilephonenumber phonenumber telephone tel telephonenumber handy handynummer mobil mobiltelefon mobilnummer telefon telefonnummer rufnummer móvil movil celular teléfono telefono teléfonomóvil telefonomovil númerodemóvil',
};

const MEANT = new Map(
  Object.entries(SYNONYMS).flatMap(([header, names]) =>
    names.split(' ').map((name): [string, string] => [name, header]),
  ),
);

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}#]/gu, '');

/** The name that a header probably means. It may be a synonym (`Surname`), a typo (`Emial Address`) or a part. */
export function nearestName(header: string, names: readonly string[]): string | undefined {
  const written = header.length > LONGEST_NAME ? '' : plain(header);
  if (written === '') return undefined;
  const same = names.find((name) => plain(name) === written);
  if (same !== undefined) return same;
  const synonym = MEANT.get(written);
  if (synonym !== undefined) return names.includes(synonym) ? synonym : undefined;
  const most = Math.max(1, Math.floor(written.length * 0.3));
  const plainNames = names.map(plain);
  const near = plainNames.filter((name) => distance(written, name) <= most);
  const parts = plainNames.filter((name) => written.length >= 4 && name.includes(written));
  const candidates = near.length > 0 ? near : parts;
  if (candidates.length === 0) return undefined;
  const meant = closest(written, candidates);
  return names.find((name) => plain(name) === meant);
}

/** A header as a message shows it. */
export const shownName = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
