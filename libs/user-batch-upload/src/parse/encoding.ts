import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Refusal } from '../user-batch-upload.errors.js';
import { notCsv, refuseOtherKinds } from './file-kind.js';
import type { Encoding, Notice } from './open-file.js';

const PIECE_BYTES = 64 * 1024;
/** Bytes that Windows-1252 gives no character. */
const UNDEFINED_IN_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** Words that a notice shows. */
const SHOWN_WORDS = 5;

/**
 * Finds out how the file is to be read, by reading all of it once: by its byte order mark, else as UTF-8, else as
 * Windows-1252 with a notice. What none of these reads cleanly is refused.
 */
export async function findEncoding(
  path: string,
  asked?: Encoding,
): Promise<{ encoding: Encoding; notices: Notice[] }> {
  const head = await readHead(path);
  refuseOtherKinds(head);
  const marked = byteOrderMark(head);
  if (asked || marked) {
    const encoding = asked ?? marked ?? 'utf-8';
    if (await reads(path, encoding)) return { encoding, notices: [] };
    throw unreadable(`The file is not clean ${encoding.toUpperCase()}.`);
  }
  if (await reads(path, 'utf-8')) return { encoding: 'utf-8', notices: [] };
  if (!(await reads(path, 'windows-1252')))
    throw unreadable('The file is neither UTF-8 nor Windows-1252.');
  return { encoding: 'windows-1252', notices: [await assumed(path)] };
}

/** The file's text in pieces, without its byte order mark. */
export async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const bytes of createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

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
  const decoder = new TextDecoder(encoding, { fatal: true });
  const readText = (text: string): void => {
    if (text.includes('\0')) throw notCsv('This file has NUL bytes, so it is not a text file.');
  };
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
      if (encoding === 'windows-1252' && bytes.some((byte) => UNDEFINED_IN_1252.has(byte))) return false;
      readText(decoder.decode(bytes, { stream: true }));
    }
    readText(decoder.decode());
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function assumed(path: string): Promise<Notice> {
  const words = new Set<string>();
  for await (const text of decoded(path, 'windows-1252')) {
    for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}'’-]*[^\p{ASCII}\s"][^\s,;"]*/gu)) {
      words.add(word.slice(0, 40));
      if (words.size === SHOWN_WORDS) break;
    }
    if (words.size === SHOWN_WORDS) break;
  }
  return {
    code: 'ENCODING_ASSUMED',
    message: `The file is not UTF-8, so it was read as Windows-1252, which Excel saves. Do these words look right? ${[...words].join(', ')}. If not, discard this load and upload again with another encoding, or save the file as “CSV UTF-8”.`,
  };
}

function unreadable(what: string): Refusal {
  return new Refusal('FILE_ENCODING', `${what} Open it in your spreadsheet program, choose “Save as”, then “CSV UTF-8”, and upload that file.`);
}
