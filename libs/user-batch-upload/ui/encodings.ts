/** The encodings to choose from, the frequent ones first. */
export const ENCODINGS: readonly (readonly [name: string, label: string])[] = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Western European (Windows-1252)'],
  ['windows-1250', 'Central European (Windows-1250)'],
  ['windows-1251', 'Cyrillic (Windows-1251)'],
  ['windows-1253', 'Greek (Windows-1253)'],
  ['windows-1254', 'Turkish (Windows-1254)'],
  ['windows-1255', 'Hebrew (Windows-1255)'],
  ['windows-1256', 'Arabic (Windows-1256)'],
  ['windows-1257', 'Baltic (Windows-1257)'],
  ['windows-1258', 'Vietnamese (Windows-1258)'],
  ['windows-874', 'Thai (Windows-874)'],
  ['shift_jis', 'Japanese (Shift_JIS)'],
  ['euc-jp', 'Japanese (EUC-JP)'],
  ['gb18030', 'Chinese, simplified (GB18030)'],
  ['big5', 'Chinese, traditional (Big5)'],
  ['euc-kr', 'Korean (EUC-KR)'],
  ['iso-8859-2', 'Central European (ISO 8859-2)'],
  ['koi8-r', 'Cyrillic (KOI8-R)'],
  ['ibm866', 'Cyrillic (DOS 866)'],
  ['macintosh', 'Western European (Mac)'],
  ['utf-16le', 'UTF-16 LE'],
  ['utf-16be', 'UTF-16 BE'],
];

export interface Reading {
  encoding: string;
  label: string;
  /** The first words of the file that are not plain ASCII. */
  words: string;
}

const SAMPLE_BYTES = 65_536;
const SHOWN_WORDS = 3;

/** How each encoding reads the file. Encodings that can't read it are left out. */
export async function readingsOf(file: File): Promise<Reading[]> {
  const bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  return ENCODINGS.flatMap(([encoding, label]) => {
    const text = decoded(bytes, encoding);
    return text === undefined ? [] : [{ encoding, label, words: wordsOf(text) }];
  });
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return /[\0\u0080-\u009f]/.test(text) ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const wordsOf = (text: string): string =>
  text
    .split(/[\s,;|"]+/)
    .filter((word) => /\P{ASCII}/u.test(word))
    .slice(0, SHOWN_WORDS)
    .map((word) => word.slice(0, 20))
    .join(', ');
