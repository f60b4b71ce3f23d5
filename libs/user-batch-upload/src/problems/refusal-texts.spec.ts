import { describe, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REFUSALS } from './refusal.js';
import { FILE_KINDS as GERMAN_KINDS, WAYS_OUT as GERMAN_WAYS } from '../texts/de/file-kinds.js';
import { FILE_KINDS, WAYS_OUT } from '../texts/en/file-kinds.js';
import type {
  FileFaultParams,
  FileRefusalParams,
  WorkbookBound,
} from '../texts/file-parameters.js';
import { LANGUAGES } from '../texts/language.js';
import type { NoticeParams, SomeLines } from '../texts/notice-parameters.js';
import type { TextsOf } from '../texts/parameters.js';
import type { FaultParams, RefusalParams, UploadFault } from '../texts/refusal-parameters.js';
import type { ReportTexts } from '../texts/template-parameters.js';
import { textsIn } from '../texts/texts-in.js';

/** Parameters of each form that a text has. */
type Samples<Params> = { [Code in keyof Params]: Params[Code][] };

const MIXED: FileFaultParams['DELIMITERS_MIXED'][] = [
  { delimiter: ';', other: '\t', line: 2, headerLine: null },
  { delimiter: '|', other: '~', line: 3, headerLine: 1 },
];
const LINES: FileFaultParams['FILE_MALFORMED'][] = [
  { line: 3, lastLine: 3, fault: 'NEVER_CLOSED' },
  { line: 3, lastLine: 3, fault: 'TOO_LONG' },
  { line: 3, lastLine: 5, fault: 'TEXT_BEHIND_LINES' },
  { line: 3, lastLine: 5, fault: 'SWALLOWED' },
];
const BOUNDS: WorkbookBound[] = [
  { bound: 'parts', most: 10, count: 11 },
  ...(
    [
      'megabytes',
      'styles',
      'characters',
      'texts',
      'sheets',
      'relations',
      'levels',
      'seconds',
    ] as const
  ).map((bound) => ({ bound, most: 20_000 })),
  { bound: 'memory' },
  { bound: 'doctype' },
  { bound: 'token' },
  { bound: 'part-twice', part: 'xl/workbook.xml' },
  { bound: 'row-characters', most: 20_000, row: 3 },
  { bound: 'no-text', row: 3 },
  { bound: 'row', found: '2', row: 3, last: 1_048_576 },
  { bound: 'cell', found: 'ZZZZ1', row: 3 },
];
const UPLOAD: UploadFault[] = [
  { why: 'no-form' },
  { why: 'control-characters' },
  { why: 'name-control' },
  { why: 'no-sheets' },
  { why: 'mapping' },
  { why: 'broken', technical: 'Unexpected field' },
  { why: 'name-length', length: 300, limit: 255 },
  { why: 'foreign', names: ['token'] },
  { why: 'foreign', names: [] },
  { why: 'encoding', encoding: 'utf-9' },
  { why: 'mapped-twice', headers: ['Bureau', 'Desk'], column: 'Office' },
  { why: 'no-header', name: 'Bureau', names: ['Desk'], more: 0 },
  { why: 'no-column', name: 'Bureau', names: ['Office', 'First Name'], more: 7 },
  { why: 'no-sheet', sheet: 'Users', sheets: ['Sheet1'], more: 0 },
];
const FAULTS: Samples<FaultParams> = {
  COLUMN_MISSING: [{ column: 'Office' }],
  COLUMN_UNKNOWN: [
    { column: 'Bureau' },
    { column: 'Ofice', suggestion: 'Office' },
    { gone: 'Shift' },
    { position: 6, cell: 'note', line: 3 },
  ],
  COLUMN_REPEATED: [{ column: 'Office' }],
  ROWS_ABOVE_HEADER: [{ headerLine: 2, line: 1 }],
  FILE_MALFORMED: LINES,
  DELIMITERS_MIXED: MIXED,
  UPLOAD_INVALID: UPLOAD,
};
const FILES: Samples<FileRefusalParams> = {
  FILE_MISSING: [{}],
  FILE_TOO_LARGE: [{ bytes: 1_000 }, { bytes: 1_572_864 }, {}],
  FILE_NOT_CSV: [
    { kind: 'pdf', wayOut: 'no-table' },
    { kind: 'epub', wayOut: 'program' },
    { why: 'nul-bytes' },
    ...(['password', 'no-sheet', 'encoding', 'damaged', 'zip'] as const).map((why) => ({ why })),
    { why: 'lacks-part', part: 'xl/workbook.xml' },
  ],
  FILE_ENCODING: [
    { why: 'marked', mark: 'UTF-16LE', asked: 'UTF-8' },
    { why: 'unclean' },
    { why: 'unclean', encoding: 'UTF-8' },
  ],
  FILE_EMPTY: [{}, { sheet: 'Users' }],
  FILE_MALFORMED: [{ lines: LINES, more: 3 }, ...BOUNDS],
  DELIMITERS_MIXED: MIXED,
  TOO_MANY_ROWS: [{ rows: 12_000, maxRows: 10_000 }],
  HEADER_INVALID: [
    { faults: [{ code: 'COLUMN_MISSING', params: { column: 'Office' } }], more: 2 },
    { faults: [{ code: 'COLUMN_MISSING', params: { column: 'Office' } }], more: 0, sheet: 'Cover' },
    { headerLine: 2, line: 1 },
    { gone: 'meanwhile' },
    { gone: 'since' },
  ],
};
const DETAILS: Samples<RefusalParams> = {
  ...FILES,
  ROLE_MISSING: [{}],
  UPLOAD_INVALID: UPLOAD,
  VALIDATION: [
    ...(['nul', 'not-object', 'ticks', 'ticks-or-cells'] as const).map((why) => ({ why })),
    { why: 'levels', most: 10 },
    { why: 'values', most: 10_000 },
    { why: 'name', name: '__proto__' },
    { why: 'takes-none', names: ['a', 'b'] },
  ],
  UNAUTHENTICATED: [{}],
  FORBIDDEN: [{ who: 'you' }, { who: 'uploader' }],
  CROSS_SITE: [{}],
  LOAD_NOT_YOURS: [{ maker: 'Ana Diaz' }],
  LOAD_NOT_FOUND: [{}],
  ROW_NOT_FOUND: [{ line: '7' }],
  FIX_NOT_FOUND: [{}],
  LOAD_NOT_STAGED: (
    ['RECEIVING', 'STAGING', 'STAGED', 'FINISHED', 'DISCARDED', 'REJECTED'] as const
  ).map((status) => ({ status })),
  LOAD_FINISHING: [{}],
  LOAD_CHANGED: [{}],
  LOAD_NOT_FINISHED: [{ what: 'events' }, { what: 'again' }],
  NOTHING_SELECTED: [{ what: 'finish' }, { what: 'again' }],
  ROLE_NOT_ALLOWED: [
    { what: 'finish', role: 'Staff' },
    { what: 'again', role: 'Staff' },
  ],
  ROW_NOT_SELECTABLE: [
    { line: 7, why: 'errors' },
    { line: 7, why: 'unchanged' },
  ],
  EMAIL_NOT_ALLOWED: [
    { line: 7, why: 'no-box' },
    { line: 7, why: 'unticked' },
  ],
  CELL_NOT_EDITABLE: [{ column: '' }, { column: 'Shift' }],
  REPORT_PURGED: [{ what: 'events' }, { what: 'report' }, { what: 'again' }],
  ROLE_UNKNOWN: [{}],
  LOADS_TOO_MANY: [
    { loads: 1, isTooMany: true },
    { loads: 2, isTooMany: false },
  ],
  UNAVAILABLE: [{ kind: 'read-only' }, { kind: 'unreachable' }],
  STORAGE_FULL: [{}],
  SERVER_ERROR: [{ what: 'request' }, { what: 'staging' }],
};

const lines: SomeLines[] = [
  { lines: [2], count: 1, words: ['a title'] },
  { lines: [2, 3], count: 2, words: [] },
  { lines: [2, 3], count: 9, words: ['a', 'b'] },
];
const places = [
  { places: [2, 3], more: 0 },
  { places: [2, 3], more: 9 },
];
const NOTICES: Samples<NoticeParams> = {
  ENCODING_ASSUMED: [
    { why: 'no-mark', encoding: 'UTF-16LE', words: [] },
    { why: 'not-utf8', encoding: 'Windows-1252', words: ['José'] },
  ],
  SHEET_ASSUMED: [{ read: 'Users', others: ['More'], more: 3 }],
  HIDDEN_ROWS_READ: places,
  FORMULA_WITHOUT_VALUE: places,
  ZEROS_ADDED: places,
  DIGITS_LOST: places,
  MERGED_CELLS: places,
  MACROS_IGNORED: [{}],
  LINKS_IGNORED: [{}],
  LINES_ABOVE_HEADER: lines,
  HEADER_REPEATED: lines,
  LINES_IN_QUOTES: lines,
  QUOTES_ASSUMED: lines,
  END_OF_FILE_DROPPED: lines.slice(0, 1),
};

const WHOLE = /^\S.{4,}[.?]$/s;
/** What a missing parameter leaves. */
const HOLE = /undefined|NaN|\[object/;

test.each([
  ['refusals', DETAILS],
  ['faults', FAULTS],
  ['notices', NOTICES],
] as const)('%s: each code has a whole text in every language, and its own', (kind, samples) => {
  const [english = [], ...others] = LANGUAGES.map((language) => {
    const texts = textsIn(language)[kind] as TextsOf<Record<string, unknown>>;
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(samples).toSorted());
    return Object.entries(samples as Samples<Record<string, unknown>>).flatMap(([code, some]) =>
      some.map((params) => texts[code]?.(params) ?? ''),
    );
  });
  for (const text of [...english, ...others.flat()]) {
    expect(text).toMatch(WHOLE);
    expect(text).not.toMatch(HOLE);
  }
  for (const text of others.flat()) expect(english).not.toContain(text);
});

test('every code of a refusal has a text, but for those that only hosts throw', () => {
  const known = Object.keys(DETAILS);
  expect(Object.keys(REFUSALS).filter((code) => !known.includes(code))).toEqual(['RATE_LIMITED']);
});

test('the message about a row without a box depends on why it has none', () => {
  const text = (why: 'errors' | 'unchanged') =>
    textsIn('en').refusals.ROW_NOT_SELECTABLE({ line: 7, why });
  expect(text('errors')).toContain('Correct its cells in the review');
  expect(text('unchanged')).toContain('nothing to write');
  expect(text('unchanged')).not.toMatch(/correct/i);
});

test('kinds of files and ways out have German texts', () => {
  for (const [german, english] of [
    [GERMAN_KINDS, FILE_KINDS],
    [GERMAN_WAYS, WAYS_OUT],
  ])
    for (const [key, text] of Object.entries(german ?? {})) {
      expect(text).toMatch(/\S{4}/);
      expect(text).not.toBe((english as Record<string, string>)[key]);
    }
});

/** All texts in it, those of functions for any values. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(leaves);
}

test('the template’s notes and the report’s words are German in German', () => {
  const [english, german] = [textsIn('en'), textsIn('de')];
  const texts = leaves(german.template);
  expect(texts).toHaveLength(leaves(english.template).length);
  for (const text of texts) expect(leaves(english.template)).not.toContain(text);
  const wordsOf = ({ warning, suggestion, edited }: ReportTexts) => [
    warning('x'),
    suggestion('x'),
    ...['', 'a'].map((original) => edited({ column: 'c', by: 'b', original, isCut: true })),
  ];
  for (const text of wordsOf(german.report)) expect(wordsOf(english.report)).not.toContain(text);
});

describe('a text that is no text of the catalogue', () => {
  /** A refusal with its text in place, or a problem with its message in place. */
  const INLINE = [/new Refusal\(\s*(['"])\w+\1,\s*['"`]/, /\bmessage:\s*['"`]\p{L}/u];
  /** Where texts are made for people who write code, not for those who use it. */
  const SRC = join(import.meta.dirname, '..');

  test('is seen', () => {
    for (const code of [
      "new Refusal('FILE_EMPTY', 'The file has no row.')",
      "new Refusal(\n  'FILE_EMPTY',\n  `No ${row}.`)",
      "row.report({ column, code: 'X', message: 'Wrong.' })",
    ])
      expect(INLINE.some((pattern) => pattern.test(code))).toBe(true);
  });

  test('is nowhere in the library', async () => {
    const files = (await readdir(SRC, { recursive: true })).filter(
      (path) => path.endsWith('.ts') && !path.endsWith('spec.ts') && !path.startsWith('texts'),
    );
    expect(files.length).toBeGreaterThan(100);
    const found: string[] = [];
    for (const path of files) {
      const code = await readFile(join(SRC, path), 'utf8');
      if (INLINE.some((pattern) => pattern.test(code))) found.push(path);
    }
    expect(found).toEqual([]);
  });
});
