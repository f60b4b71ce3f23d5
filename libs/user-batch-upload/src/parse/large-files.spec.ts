import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { openBytes, textColumns, withFile } from '../../../../test/files/opening.js';
import { Refusal } from '../problems/refusal.js';
import type { RawRow } from './file-format.js';
import { openFile } from './open-file.js';

const columns = textColumns(['A', 'B']);
/** What one read of the file brings, or four. */
const PIECE = 64 * 1024;
const MANY = { columns, maxRows: 1_000_000 };

describe('A file that is read in several pieces', () => {
  it.each([-2, -1, 0, 1])(
    'keeps a CRLF whole that stands %i bytes from the end of a piece',
    async (offset) => {
      const head = 'A,B\r\n1,';
      const text = `${head}${'x'.repeat(PIECE + offset - head.length)}\r\n2,y\r\n`;
      const { rows } = await openBytes(text, MANY);
      expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
        [2, '1'],
        [3, '2'],
      ]);
    },
  );

  it.each([-3, -2, -1, 0])(
    'keeps a quoted CRLF whole that stands %i bytes from the end of a piece',
    async (offset) => {
      const head = 'A,B\r\n1,"';
      const text = `${head}${'x'.repeat(PIECE + offset - head.length)}\r\ny"\r\n2,z\r\n`;
      const { rows } = await openBytes(text, MANY);
      expect(rows.map(({ line, cells }) => [line, cells[1]?.slice(-3)])).toEqual([
        [2, 'x\r\ny'.slice(-3)],
        [4, 'z'],
      ]);
    },
  );

  it.each(['utf8', 'utf16le'] as const)(
    'keeps letters and emoji whole at every place of a piece, in %s',
    async (encoding) => {
      const name = 'José 😀';
      for (const pad of [0, 1, 2, 3]) {
        const body = `1${'x'.repeat(pad)},${name}\r\n`.repeat(20_000);
        const { rows } = await openBytes(Buffer.from(`\uFEFFA,B\r\n${body}`, encoding), MANY);
        expect(rows).toHaveLength(20_000);
        expect(new Set(rows.map(({ cells }) => cells[1]))).toEqual(new Set([name]));
      }
    },
  );

  it('has its rows in chunks of the size asked for, and true lines to the end', async () => {
    await withFile(`A,B\n${'1,"x\r\ny"\n'.repeat(2_500)}`, async (path) => {
      const { chunks } = await openFile(path, { columns, maxRows: 2_500, chunkSize: 1_000 });
      const sizes: number[] = [];
      let last: RawRow | undefined;
      for await (const chunk of chunks) {
        sizes.push(chunk.length);
        last = chunk.at(-1);
      }
      expect(sizes).toEqual([1_000, 1_000, 500]);
      expect(last?.line).toBe(2 + 2 * 2_499);
    });
  });

  it.each([
    ['many rows', `A,B\n${'1,x\n'.repeat(400_000)}`],
    ['many blank lines', `A,B\n${',\n'.repeat(400_000)}1,x\n`],
    ['a record of a hundred thousand cells', `A,B\n${'1,'.repeat(100_000)}\n`],
    ['a header of a hundred thousand columns', `${'name,'.repeat(50_000)}\n1\n`],
    ['a quote that never closes', `A,B\n"${'x\n'.repeat(1_000_000)}`],
    ['a long word in Windows-1252', Buffer.from(`A,B\n${'a'.repeat(200_000)}\n1,\xe9\n`, 'latin1')],
  ])('leaves the process free for others while it is read: %s', async (_name, bytes) => {
    await withFile(bytes, async (path) => {
      let turns = 0;
      const ticking = setInterval(() => (turns += 1), 1);
      try {
        const { chunks } = await openFile(path, { columns, maxRows: 100, chunkSize: 1_000 });
        for await (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(1_000);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      } finally {
        clearInterval(ticking);
      }
      // How long its turns are is for a benchmark to measure, not for a test to assert.
      expect(turns).toBeGreaterThan(0);
    });
  });

  it('makes no error for a record that is shorter or longer than the one before it', async () => {
    const lines = ['', '1', ',,,,', '1,x', '1,x,y'];
    const text = `A,B\n${`${lines.join('\n')}\n`.repeat(200)}`;
    const { captureStackTrace } = Error;
    let stacks = 0;
    Error.captureStackTrace = (target, maker) => {
      stacks += 1;
      captureStackTrace(target, maker);
    };
    try {
      const { rows } = await openBytes(text, MANY);
      expect(rows).toHaveLength(600);
    } finally {
      Error.captureStackTrace = captureStackTrace;
    }
    expect(stacks).toBe(0);
  });

  const OPEN_FILES = '/proc/self/fd';
  (existsSync(OPEN_FILES) ? it : it.skip)(
    'is closed when its reader stops early, and when it is refused',
    async () => {
      const isOpen = (path: string): boolean =>
        readdirSync(OPEN_FILES).some((handle) => {
          try {
            return readlinkSync(`${OPEN_FILES}/${handle}`) === path;
          } catch {
            return false;
          }
        });
      const closes = async (path: string): Promise<void> => {
        for (let tries = 0; isOpen(path) && tries < 50; tries += 1)
          await new Promise((resolve) => setTimeout(resolve, 10));
        expect(isOpen(path)).toBe(false);
      };
      await withFile(`A,B\n${'1,x\n'.repeat(500_000)}`, async (path) => {
        const { chunks } = await openFile(path, { columns, maxRows: 1_000_000, chunkSize: 10 });
        for await (const chunk of chunks) {
          expect(chunk).toHaveLength(10);
          expect(isOpen(path)).toBe(true);
          break;
        }
        await closes(path);
        await expect(
          openFile(path, { columns: textColumns(['C']), maxRows: 1, chunkSize: 1 }),
        ).rejects.toHaveProperty('code', 'HEADER_INVALID');
        await closes(path);
      });
    },
  );
});
