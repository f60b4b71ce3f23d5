import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, RandomAccessReader } from 'yauzl';
import { beyond, unreadable, WorkbookFault } from './workbook-fault.js';

/** A workbook has a few dozen. */
const MOST_ENTRIES = 2_000;
/** What closes a ZIP file: 22 bytes and a comment of up to 64 KB. */
const END_BYTES = 22;
const LONGEST_TAIL = END_BYTES + 65_535;
const END_SIGNATURE = Buffer.from('PK\x05\x06');

/** The parts of a ZIP file by name, in lower case: names are compared without case. */
export interface Archive {
  has(name: string): boolean;
  names(): string[];
  /** The bytes of a part, which count against the bound of the archive. Throws where it is damaged. */
  read(name: string): AsyncGenerator<Buffer>;
}

/** Opens a ZIP file of which at most `mostBytes` are unpacked. Throws `WorkbookFault`. */
export async function openArchive(path: string, mostBytes: number): Promise<Archive> {
  const zip = await asUnreadable(async () =>
    yauzl.fromRandomAccessReaderPromise(new FileReader(path), await endOfZip(path), {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
    }),
  );
  if (zip.entryCount > MOST_ENTRIES)
    throw beyond({ bound: 'parts', count: zip.entryCount, most: MOST_ENTRIES });
  const entries = new Map<string, Entry>();
  await asUnreadable(async () => {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      if (entries.has(name)) throw beyond({ bound: 'part-twice', part: name.slice(0, 100) });
      entries.set(name, entry);
    }
  });
  let left = mostBytes;
  return {
    has: (name) => entries.has(name.toLowerCase()),
    names: () => [...entries.keys()],
    async *read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) throw unreadable({ why: 'lacks-part', part: name.slice(0, 100) });
      if (entry.isEncrypted()) throw unreadable({ why: 'password' });
      if (entry.uncompressedSize > left) throw tooLarge(mostBytes);
      const stream = await asUnreadable(() => zip.openReadStreamPromise(entry));
      let sum = 0;
      for await (const bytes of readableParts(stream)) {
        left -= bytes.length;
        if (left < 0) throw tooLarge(mostBytes);
        sum = crc32(bytes, sum);
        yield bytes;
      }
      if (sum !== entry.crc32) throw unreadable({ why: 'damaged' });
    },
  };
}

const tooLarge = (mostBytes: number): WorkbookFault =>
  beyond({ bound: 'megabytes', most: Math.round(mostBytes / 1024 / 1024) });

async function* readableParts(stream: Readable): AsyncGenerator<Buffer> {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const next = await asUnreadable(() => pieces.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

/** yauzl and zlib report a broken file as plain errors, whose messages do not help the admin. */
async function asUnreadable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkbookFault || isOfTheDisk(error)) throw error;
    throw unreadable({ why: 'zip' });
  }
}

const isOfTheDisk = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).syscall !== undefined;

/** Where the ZIP file ends: some programs pad it with NULs. */
async function endOfZip(path: string): Promise<number> {
  const file: FileHandle = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 2 * LONGEST_TAIL));
    const start = size - tail.length;
    await file.read(tail, 0, tail.length, start);
    const at = tail.lastIndexOf(END_SIGNATURE);
    if (at < 0 || at + END_BYTES > tail.length) return size;
    const end = at + END_BYTES + tail.readUInt16LE(at + END_BYTES - 2);
    return tail.subarray(end).every((byte) => byte === 0) && end < tail.length ? start + end : size;
  } finally {
    await file.close();
  }
}

class FileReader extends RandomAccessReader {
  constructor(private readonly path: string) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.path, { start, end: end - 1 });
  }
}
