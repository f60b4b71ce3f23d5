import { decodeHTMLStrict } from 'entities';

/** The characters of Windows-1252 and of Latin-1 above ASCII, by their bytes: programs save either. */
const BYTES = new Map(
  Array.from({ length: 128 }, (_, index) => index + 128).flatMap((byte) => [
    [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte] as const,
    [String.fromCharCode(byte), byte] as const,
  ]),
);

/** A run of characters above ASCII that is valid UTF-8 where it is read as bytes. Latin letters with accents begin it. */
const RUN =
  /[\u00C2-\u00F4][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u2122]{1,3}/gu;
const QUOTED_CAPITAL = /\p{Lu}[\u00C0-\u00DE][\u2013-\u203A]/u;
const ENTITY = /&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/gi;
const LOST_LETTER = /\p{L}\?\p{L}/u;
/** A text that was read as Windows-1252 more times than this is not repaired. */
const MOST_TIMES = 4;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What damaged a text, and the text without the damage where that is known. */
export interface TextDamage {
  kind: 'encoding' | 'entity' | 'lost-letter';
  repaired?: string;
}

/** Undefined for a text that is probably undamaged. `isName`: a question mark between letters is a lost letter. */
export function textDamage(text: string, isName: boolean): TextDamage | undefined {
  const decoded = decodedText(text);
  const plain = withoutEntities(decoded);
  if (plain !== text)
    // Entities may have hidden text that was decoded wrongly.
    return { kind: decoded === text ? 'entity' : 'encoding', repaired: decodedText(plain) };
  return isName && LOST_LETTER.test(text) ? { kind: 'lost-letter' } : undefined;
}

const withoutEntities = (text: string): string =>
  text.includes('&') ? text.replace(ENTITY, (entity) => decodeHTMLStrict(entity)) : text;

/** The text without the damage, if it is UTF-8 that was read as Windows-1252 one or more times. */
export function decodedText(text: string): string {
  let decoded = text;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const once = decodedOnce(decoded);
    if (once === decoded) break;
    decoded = once;
  }
  return decoded;
}

function decodedOnce(text: string): string {
  if (!/[\u00C2-\u00F4]/.test(text) || QUOTED_CAPITAL.test(text)) return text;
  return text.replace(RUN, (run) => {
    for (let length = run.length; length >= 2; length -= 1) {
      const character = characterOf(run.slice(0, length));
      if (character !== undefined) return character + run.slice(length);
    }
    return run;
  });
}

/** The character whose UTF-8 bytes this run shows. Undefined if it is not exactly one. */
function characterOf(run: string): string | undefined {
  const bytes = Array.from(run, (character) => BYTES.get(character));
  if (bytes.some((byte) => byte === undefined)) return undefined;
  try {
    const text = utf8.decode(Uint8Array.from(bytes as number[]));
    return Array.from(text).length === 1 ? text : undefined;
  } catch {
    return undefined;
  }
}
