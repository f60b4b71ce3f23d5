import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBytes, textColumns } from '../../../../test/files/opening.js';
import { csvLine } from '../template/csv-line.js';
import { trimmed } from '../columns/invisible-characters.js';
import { guard, unguard } from '../columns/formula-guard.js';

const AWKWARD = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\r\n',
  '\n',
  '\r',
  "'",
  "'=x",
  "''=x",
  '=1+1',
  '+',
  '-',
  '-1.5',
  '@',
  '＝',
  '＋',
  '－',
  '＠',
  '😀',
  'é',
  '__proto__',
  'a b',
  ' ',
  '\uFEFF',
];
const piece = fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'grapheme', maxLength: 4 }));
const NUL = String.fromCharCode(0);
/** A cell as reading keeps it. */
const cell = fc
  .array(piece, { maxLength: 5 })
  .map((pieces) => pieces.join('').replaceAll(NUL, '').normalize('NFC').trim())
  // Trimming could uncover something that composes; reading trims first and composes then.
  .filter((text) => text === trimmed(text).normalize('NFC'));

describe('What we write', () => {
  // As wide as a template: a cell that has as many separators as the header is refused.
  const blanks = Array.from({ length: 17 }, () => '');
  const headers = ['A', 'B', '__proto__', ...blanks.map((_, index) => `C${index}`)];

  it('is read again as the same cells on the same lines, whatever is in them', async () => {
    const row = fc
      .tuple(cell, cell, cell)
      .filter((cells) => cells.some((text) => text !== ''))
      .map((cells) => [...cells, ...blanks]);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = [headers, ...rows].map((cells) => csvLine(cells)).join('');
        const file = await openBytes(`\uFEFF${text}`, { columns: textColumns(headers) });
        expect(file.rows.map(({ cells }) => cells)).toEqual(rows);
        const written = rows.map((_, index) =>
          [headers, ...rows.slice(0, index)].map((cells) => csvLine(cells)),
        );
        expect(file.rows.map(({ line }) => line)).toEqual(
          written.map((before) => before.join('').split(/\r\n|\n|\r/).length),
        );
        expect(file.rows.flatMap(({ extraCells }) => extraCells)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('quotes cells with a line break of any kind, a comma or a quote, and ends with CRLF', () => {
    expect(csvLine(['a\nb', 'c\rd', 'e\r\nf', 'g,h', 'i"j', 'k', ''])).toBe(
      '"a\nb","c\rd","e\r\nf","g,h","i""j",k,\r\n',
    );
  });
});

describe('The guard against formulas', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-x', "'-x"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['＝x', "'＝x"],
    ["'=x", "''=x"],
    ['-1.5', '-1.5'],
    ['-12', '-12'],
    ['1=1', '1=1'],
    ["'x", "'x"],
    ["O'Brien", "O'Brien"],
    ['', ''],
    ['x;=1+1;y', "x;'=1+1;y"],
    ['a\t+b|-c\n@d', "a\t'+b|'-c\n'@d"],
    ['x;"=1+1"', 'x;\'"=1+1"'],
    ["x;'=1", "x;''=1"],
    ['Mon; Wed', 'Mon; Wed'],
    ['a;-1.5;b', 'a;-1.5;b'],
    ['a;-1.5=b', "a;'-1.5=b"],
  ])('writes %j as %j', (text, written) => {
    expect(guard(text)).toBe(written);
    expect(unguard(written)).toBe(text);
  });

  it('is taken off exactly', () => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(unguard(guard(text))).toBe(text);
      }),
    );
  });
});
