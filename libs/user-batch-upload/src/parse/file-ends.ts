import { type FileHandle, open } from 'node:fs/promises';

/** Other requests run between two pieces. */
export const PIECE_BYTES = 64 * 1024;

/** The file's first and last bytes. */
export async function readEnds(
  path: string,
): Promise<{ head: Buffer; tail: Buffer; size: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return {
      head: await readAt(file, 0, Math.min(size, PIECE_BYTES)),
      tail: await readAt(file, Math.max(0, size - PIECE_BYTES), Math.min(size, PIECE_BYTES)),
      size,
    };
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

const isTail = (unit: number): boolean => unit === 0 || unit === 0x1a;
const isBlank = (unit: number): boolean =>
  unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;

/** The byte at which the text ends: before a tail of Ctrl-Z or NULs and the blanks before it, else the file's size. */
export async function endOfText(path: string, size: number, encoding = ''): Promise<number> {
  const width = encoding.startsWith('utf-16') ? 2 : 1;
  const file = await open(path);
  let hasTail = false;
  let end = size - (size % width);
  try {
    // Half of a UTF-16 unit at the end is padding only if it is NUL. Otherwise decoding refuses it.
    if (end < size && (await readAt(file, end, 1)).readUInt8() !== 0) return size;
    for (let isText = false; end > 0 && !isText;) {
      const from = Math.max(0, end - PIECE_BYTES);
      const bytes = await readAt(file, from, end - from);
      for (; end > from && !isText; end -= isText ? 0 : width) {
        const at = end - from - width;
        const unit =
          width === 1
            ? bytes.readUInt8(at)
            : encoding === 'utf-16le'
              ? bytes.readUInt16LE(at)
              : bytes.readUInt16BE(at);
        hasTail ||= isTail(unit);
        isText = !isTail(unit) && !isBlank(unit);
      }
    }
  } finally {
    await file.close();
  }
  return hasTail ? end : size;
}
