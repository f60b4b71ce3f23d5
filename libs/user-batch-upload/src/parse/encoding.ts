import { createReadStream } from 'node:fs';
import type { CodedNotice } from '../load/notice.js';
import { Refusal } from '../problems/refusal.js';
import { endOfText, PIECE_BYTES, readEnds } from './file-ends.js';
import { refuseBinaryKinds, refuseTextKinds } from './file-kind.js';

/** Bytes that Windows-1252 gives no character. */
const UNDEFINED_IN_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** What those bytes become, here and in other windows-… encodings. */
const C1_CONTROL = /[\u0080-\u009f]/;
/** Words that a notice shows. */
const SHOWN_WORDS = 5;
const SHOWN_CHARACTERS = 40;

/** A file that is text: where it begins and ends, and how its bytes are read. */
export interface TextFile {
  path: string;
  /** A name of the WHATWG Encoding Standard, in lower case. */
  encoding: string;
  /** Bytes. Byte order marks are before `start`, unless decoding removes them. */
  start: number;
  end: number;
  /** Whether Ctrl-Z or NULs follow `end`. */
  hasTail: boolean;
  notices: CodedNotice[];
}

/** The standard's name for a label of an encoding, or undefined where there is no such encoding. */
export function encodingNamed(label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).encoding;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_NOT_SUPPORTED') return undefined;
    throw error;
  }
}

/**
 * Reads the whole file once to detect its encoding: from its byte order mark, else UTF-16 if every other byte is NUL,
 * else UTF-8, else Windows-1252. A file without a mark that is not UTF-8 gets a notice. `asked` replaces the detection.
 * Throws `FILE_NOT_CSV` if the file is not text, and `FILE_ENCODING` if no such encoding reads it cleanly.
 */
export async function findText(path: string, asked?: string): Promise<TextFile> {
  const { head, tail, size } = await readEnds(path);
  refuseBinaryKinds(head, tail);
  const marked = byteOrderMark(head);
  // A file may have the mark of UTF-8 by mistake, so a person may choose another encoding for it.
  const disagree =
    marked && asked && asked !== marked && (marked !== 'utf-8' || asked.startsWith('utf-16'));
  if (disagree)
    throw new Refusal('FILE_ENCODING', {
      why: 'marked',
      mark: marked.toUpperCase(),
      asked: asked.toUpperCase(),
    });
  const known = asked ?? marked ?? unmarkedUtf16(head);
  const end = await endOfText(path, size, known);
  const file: TextFile = {
    path,
    encoding: known ?? 'utf-8',
    start: marked === 'utf-8' && known !== 'utf-8' ? marksLength(head) : 0,
    end,
    hasTail: end < size,
    notices: [],
  };
  if (known) {
    if (!(await reads(file))) {
      if (!asked && !marked) throw nulBytes();
      throw new Refusal('FILE_ENCODING', { why: 'unclean', encoding: known.toUpperCase() });
    }
    if (!asked && !marked) file.notices.push(await assumed(file, 'no-mark'));
  } else {
    const clean = await scan(file);
    if (!clean.utf8 && !clean.windows1252) throw new Refusal('FILE_ENCODING', { why: 'unclean' });
    if (!clean.utf8) {
      file.encoding = 'windows-1252';
      file.notices.push(await assumed(file, 'not-utf8'));
    }
  }
  refuseTextKinds(await firstText(file, 4_096));
  return file;
}

/** The file's text in pieces, without its byte order mark. */
export async function* decoded(file: TextFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  for await (const bytes of pieces(file)) {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** At least this many characters from the start of the text, or all of it. */
export async function firstText(file: TextFile, characters: number): Promise<string> {
  let head = '';
  for await (const text of decoded(file)) {
    head += text;
    if (head.length >= characters) break;
  }
  return head;
}

const pieces = ({ path, start, end }: TextFile): AsyncIterable<Buffer> | Buffer[] =>
  start < end ? createReadStream(path, { highWaterMark: PIECE_BYTES, start, end: end - 1 }) : [];

function byteOrderMark(head: Buffer): string | undefined {
  if (isMark(head, 0)) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

const isMark = (head: Buffer, at: number): boolean =>
  head[at] === 0xef && head[at + 1] === 0xbb && head[at + 2] === 0xbf;

function marksLength(head: Buffer): number {
  let length = 0;
  while (isMark(head, length)) length += 3;
  return length;
}

/** Bytes that are looked at for UTF-16: the header, whose letters and separators are mostly Latin. */
const SAMPLE_BYTES = 1_024;

/** In UTF-16 every Latin letter has a NUL beside it, always on the same side. */
function unmarkedUtf16(head: Buffer): string | undefined {
  const start = head.subarray(0, SAMPLE_BYTES);
  const last = start.findLastIndex((byte) => byte !== 0);
  // Without the NULs of a padded end.
  const sample = start.subarray(0, last + 1 + ((last + 1) % 2));
  const nuls = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  const most = Math.max(even, odd);
  if (most * 8 < sample.length || Math.min(even, odd) * 10 > most) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

async function reads(file: TextFile): Promise<boolean> {
  const decodes = decoding(file.encoding);
  for await (const bytes of pieces(file)) if (!decodes(bytes)) return false;
  return decodes();
}

/** Which encodings read a file without a byte order mark cleanly; refuses one with NUL bytes. */
async function scan(file: TextFile): Promise<{ utf8: boolean; windows1252: boolean }> {
  const decodes = decoding('utf-8');
  const clean = { utf8: true, windows1252: true };
  for await (const bytes of pieces(file)) {
    if (bytes.includes(0)) throw nulBytes();
    clean.utf8 &&= decodes(bytes);
    clean.windows1252 &&= isIn1252(bytes);
  }
  clean.utf8 &&= decodes();
  return clean;
}

function isIn1252(bytes: Buffer): boolean {
  // Byte by byte through the whole file: a call for each would take ten times as long.
  for (let index = 0; index < bytes.length; index += 1)
    if ((bytes[index] as number) > 0x7f && UNDEFINED_IN_1252.has(bytes[index] as number))
      return false;
  return true;
}

/** A function that says whether the next piece reads cleanly. Call it without a piece at the end. Refuses a NUL. */
function decoding(encoding: string): (bytes?: Buffer) => boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const hasHoles = encoding.startsWith('windows-');
  return (bytes) => {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      if (isNotText(error)) return false;
      throw error;
    }
    if (text.includes('\0')) throw nulBytes();
    return !hasHoles || !C1_CONTROL.test(text);
  };
}

const isNotText = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

const nulBytes = (): Refusal => new Refusal('FILE_NOT_CSV', { why: 'nul-bytes' });

async function assumed(file: TextFile, why: 'no-mark' | 'not-utf8'): Promise<CodedNotice> {
  const words = new Set<string>();
  const plain = new Set<string>();
  for await (const text of decoded(file)) {
    for (const word of text.split(/[\s,;|"]+/)) {
      const shown = word.slice(0, SHOWN_CHARACTERS);
      if (words.size < SHOWN_WORDS && /\P{ASCII}/u.test(word)) words.add(shown);
      else if (plain.size < SHOWN_WORDS && word !== '') plain.add(shown);
    }
    if (words.size === SHOWN_WORDS) break;
  }
  const found = words.size > 0 ? words : file.encoding === 'windows-1252' ? words : plain;
  return {
    code: 'ENCODING_ASSUMED',
    params: { why, encoding: named(file.encoding), words: [...found] },
  };
}

const named = (encoding: string): string =>
  encoding === 'windows-1252' ? 'Windows-1252' : encoding.toUpperCase();
