import { readXml } from './xml.js';
import { beyond } from './workbook-fault.js';

/** What a number stands for: itself, a point in time, or digits that are padded with zeros to a width. */
export type NumberFormat =
  { kind: 'plain' } | { kind: 'date' | 'time' | 'elapsed' } | { kind: 'zeros'; width: number };

const PLAIN: NumberFormat = { kind: 'plain' };

/** No spreadsheet program accepts more formats. */
const MOST_STYLES = 100_000;

/** Formats that have a number instead of a code (ECMA-376, 18.8.30), with those of East Asian Excel. */
const BUILT_IN: [first: number, last: number, kind: 'date' | 'time' | 'elapsed'][] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'elapsed'],
  [47, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
];

/** The number format of each cell style, by the style's number. */
export async function readNumberFormats(bytes: AsyncIterable<Buffer>): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellStyles = false;
  await readXml(bytes, {
    open(name, attributes) {
      if (name === 'numFmt')
        codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCellStyles = true;
      else if (name === 'xf' && inCellStyles)
        formats.push(formatOf(Number(attributes['numFmtId'] ?? 0), codes));
      if (formats.length > MOST_STYLES || codes.size > MOST_STYLES)
        throw beyond({ bound: 'styles', most: MOST_STYLES });
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return formats;
}

function formatOf(id: number, codes: ReadonlyMap<number, string>): NumberFormat {
  const code = codes.get(id);
  if (code !== undefined) return readFormat(code);
  const builtIn = BUILT_IN.find(([first, last]) => id >= first && id <= last);
  return builtIn ? { kind: builtIn[2] } : PLAIN;
}

/** What a format code such as `[$-407]d. mmmm yyyy` makes of a number. */
function readFormat(code: string): NumberFormat {
  // Text in quotes and single characters behind \, _ or * are shown as they are; a section follows each semicolon.
  const section = (code.replace(/"[^"]*"?|[\\_*]./g, '').split(';')[0] ?? '').toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(section)) return { kind: 'elapsed' };
  const letters = section.replace(/\[[^\]]*\]/g, '').replace(/general/g, '');
  if (/[yd]/.test(letters)) return { kind: 'date' };
  if (/[hs]|am\/pm/.test(letters)) return { kind: 'time' };
  if (/m/.test(letters)) return { kind: 'date' };
  if (/^0{2,255}$/.test(code.split(';')[0] ?? '')) return { kind: 'zeros', width: section.length };
  return PLAIN;
}
