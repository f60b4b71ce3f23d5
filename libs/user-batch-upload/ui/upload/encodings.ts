import type { Words } from '../words.js';

export interface Encoding {
  /** The label of the WHATWG Encoding Standard. */
  name: string;
  title: string;
  /** The script or the region that it is for. */
  script?: keyof Words['upload']['scripts'];
}

/** The encodings to choose from, the frequent ones first. */
export const ENCODINGS: readonly Encoding[] = [
  { name: 'utf-8', title: 'UTF-8' },
  { name: 'windows-1252', title: 'Windows-1252', script: 'western' },
  { name: 'windows-1250', title: 'Windows-1250', script: 'central' },
  { name: 'windows-1251', title: 'Windows-1251', script: 'cyrillic' },
  { name: 'windows-1253', title: 'Windows-1253', script: 'greek' },
  { name: 'windows-1254', title: 'Windows-1254', script: 'turkish' },
  { name: 'windows-1255', title: 'Windows-1255', script: 'hebrew' },
  { name: 'windows-1256', title: 'Windows-1256', script: 'arabic' },
  { name: 'windows-1257', title: 'Windows-1257', script: 'baltic' },
  { name: 'windows-1258', title: 'Windows-1258', script: 'vietnamese' },
  { name: 'windows-874', title: 'Windows-874', script: 'thai' },
  { name: 'shift_jis', title: 'Shift_JIS', script: 'japanese' },
  { name: 'euc-jp', title: 'EUC-JP', script: 'japanese' },
  { name: 'gb18030', title: 'GB18030', script: 'chineseSimplified' },
  { name: 'big5', title: 'Big5', script: 'chineseTraditional' },
  { name: 'euc-kr', title: 'EUC-KR', script: 'korean' },
  { name: 'iso-8859-2', title: 'ISO 8859-2', script: 'central' },
  { name: 'koi8-r', title: 'KOI8-R', script: 'cyrillic' },
  { name: 'ibm866', title: 'DOS 866', script: 'cyrillic' },
  { name: 'macintosh', title: 'Mac', script: 'western' },
  { name: 'utf-16le', title: 'UTF-16 LE' },
  { name: 'utf-16be', title: 'UTF-16 BE' },
];

/** Such as “Greek (Windows-1253)”. */
export const encodingLabel = ({ upload }: Words, { title, script }: Encoding): string =>
  script ? `${upload.scripts[script]} (${title})` : title;

export interface Reading {
  encoding: Encoding;
  /** The first words of the file that are not plain ASCII. */
  words: string;
}

const SAMPLE_BYTES = 65_536;
const SHOWN_WORDS = 3;

/** How each encoding reads the file. Encodings that can't read it are left out. */
export async function readingsOf(file: File): Promise<Reading[]> {
  const bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  return ENCODINGS.flatMap((encoding) => {
    const text = decoded(bytes, encoding.name);
    return text === undefined ? [] : [{ encoding, words: wordsOf(text) }];
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
