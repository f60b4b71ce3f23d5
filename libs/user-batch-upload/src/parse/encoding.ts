import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Refusal } from '../problems/refusal.js';
import { notCsv, refuseOtherKinds } from './file-kind.js';
import type { Notice } from '../load/notice.js';
import type { Encoding } from './file-format.js';

/** Between two pieces the process is free for others. */
const PIECE_BYTES = 64 * 1024;
/** Bytes that Windows-1252 gives no character. */
const UNDEFINED_IN_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** Words that a notice shows. */
const SHOWN_WORDS = 5;
const SHOWN_CHARACTERS = 40;
/** UTF-8's byte order mark, read as Windows-1252. */
const MARK_IN_1252 = /^ï»¿/;

/**
 * Finds out how the file is to be read, by reading all of it once: by its byte order mark, else as UTF-8, else as
 * Windows-1252 with a notice. What none of these reads cleanly is refused, as is what `asked` doesn't.
 */
export async function findEncoding(
  path: string,
  asked?: Encoding,
): Promise<{ encoding: Encoding; notices: Notice[] }> {
  const head = await readHead(path);
  refuseOtherKinds(head);
  const marked = byteOrderMark(head);
  // What is marked as UTF-8 and is not may still be read as Windows-1252 by someone who knows that it is.
  const agree = asked === marked || (asked === 'windows-1252' && marked === 'utf-8');
  if (asked && marked && !agree)
    throw unreadable(
      `The file begins with the byte order mark of ${marked.toUpperCase()}, so it can't be read as ${asked.toUpperCase()}.`,
    );
  const known = asked ?? marked;
  if (known) {
    if (await reads(path, known)) return { encoding: known, notices: [] };
    throw unreadable(`The file is not clean ${known.toUpperCase()}.`);
  }
  const clean = await scan(path);
  if (clean.utf8) return { encoding: 'utf-8', notices: [] };
  if (!clean.windows1252) throw unreadable('The file is neither UTF-8 nor Windows-1252.');
  return { encoding: 'windows-1252', notices: [await assumed(path)] };
}

/** The file for a parser of UTF-8, which it may be already. */
export const readable = (path: string, encoding: Encoding): Readable =>
  encoding === 'utf-8'
    ? createReadStream(path, { highWaterMark: PIECE_BYTES })
    : Readable.from(decoded(path, encoding), { objectMode: true });

/** The file's text in pieces, without its byte order mark. */
export async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let first = true;
  for await (const bytes of pieces(path, PIECE_BYTES)) {
    const text = decoder.decode(bytes, { stream: true });
    const unmarked = first && encoding === 'windows-1252' ? text.replace(MARK_IN_1252, '') : text;
    first = false;
    if (unmarked !== '') yield unmarked;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

const pieces = (path: string, highWaterMark: number): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark });

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(16);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function byteOrderMark(head: Buffer): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

async function reads(path: string, encoding: Encoding): Promise<boolean> {
  const decodes = decoding(encoding);
  const is1252 = encoding === 'windows-1252';
  for await (const bytes of pieces(path, PIECE_BYTES))
    if ((is1252 && !isIn1252(bytes)) || !decodes(bytes)) return false;
  return decodes();
}

/** Which encodings read a file without a byte order mark cleanly; refuses one with NUL bytes. */
async function scan(path: string): Promise<{ utf8: boolean; windows1252: boolean }> {
  const decodes = decoding('utf-8');
  const clean = { utf8: true, windows1252: true };
  for await (const bytes of pieces(path, PIECE_BYTES)) {
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

/** Says of piece after piece whether it reads cleanly; called without one at the end. Refuses a NUL. */
function decoding(encoding: Encoding): (bytes?: Buffer) => boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      if (isNotText(error)) return false;
      throw error;
    }
    if (text.includes('\0')) throw nulBytes();
    return true;
  };
}

const isNotText = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

const nulBytes = (): Refusal => notCsv('This file has NUL bytes, so it is not a text file.');

async function assumed(path: string): Promise<Notice> {
  const words = new Set<string>();
  for await (const text of decoded(path, 'windows-1252')) {
    for (const word of text.split(/[\s,;"]+/)) {
      if (words.size < SHOWN_WORDS && /\P{ASCII}/u.test(word))
        words.add(word.slice(0, SHOWN_CHARACTERS));
    }
    if (words.size === SHOWN_WORDS) break;
  }
  const shown = words.size > 0 ? ` Do these words look right? ${[...words].join(', ')}.` : '';
  return {
    code: 'ENCODING_ASSUMED',
    message: `The file is not UTF-8, so it was read as Windows-1252, which Excel saves.${shown} If not, discard this load and upload again with another encoding, or save the file as “CSV UTF-8”.`,
  };
}

function unreadable(what: string): Refusal {
  return new Refusal(
    'FILE_ENCODING',
    `${what} Open it in your spreadsheet program, choose “Save as”, then “CSV UTF-8”, and upload that file.`,
  );
}
