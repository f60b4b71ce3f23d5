import { describe, expect, it } from '@jest/globals';
import { openBytes, refusalOf } from '../../../../test/files/opening.js';
import { BASE_COLUMNS } from '../columns/column.js';

const HEADERS = BASE_COLUMNS.map(({ header }) => header);
const HEADER = HEADERS.join(',');
const ROW = '1,A-1,a@example.com,Ana,Sousa,North Clinic,,,';
const FIRST_NAME = 3;

const read = async (...lines: string[]) => openBytes(lines.join('\r\n'));
const refused = (...lines: string[]) => refusalOf(read(...lines));
/** What the first name of a row is read as. */
const cellOf = async (written: string): Promise<string | undefined> =>
  (
    await read(
      HEADER,
      ROW.replace('Ana', () => written),
    )
  ).rows[0]?.cells[FIRST_NAME];

describe('A line sep=X', () => {
  it.each([
    ['sep=;', ';'],
    ['SEP=|', '|'],
    ['"Sep=\t"', '\t'],
    ['sep=^', '^'],
    ['\uFEFFsep=;;;;;;', ';'],
    ['sep=,,,,,,,,,', ','],
  ])('is obeyed, and is no header: %j', async (line, delimiter) => {
    const [header, row] = [HEADER, ROW].map((text) => text.replaceAll(',', delimiter));
    const file = await read(line, header ?? '', row ?? '');
    expect(file).toMatchObject({ delimiter, notices: [], headers: HEADERS });
    expect(file.rows.map(({ line: at, cells }) => [at, cells[FIRST_NAME]])).toEqual([[3, 'Ana']]);
  });

  it('is refused where the header has another separator', async () => {
    const { code, detail } = await refused('sep=;', HEADER, ROW);
    expect(code).toBe('DELIMITERS_MIXED');
    expect(detail).toContain('semicolon');
    expect(detail).toContain('comma');
  });
});

describe('Separators that change below the header', () => {
  it.each([
    [';', ',', 'semicolon', 'comma'],
    ['\t', ';', 'tab', 'semicolon'],
    [',', '\t', 'comma', 'tab'],
    ['|', ',', 'pipe', 'comma'],
  ])('are refused with both, and the line: %j, then %j', async (one, other, ...names) => {
    const good = ROW.replaceAll(',', one);
    const bad = '1,A-2,b@example.com,Ana,Sousa,North Clinic'.replaceAll(',', other);
    const refusal = await refused(HEADER.replaceAll(',', one), good, bad);
    expect(refusal.code).toBe('DELIMITERS_MIXED');
    expect(refusal.getStatus()).toBe(422);
    for (const name of [...names, 'line 3']) expect(refusal.detail).toContain(name);
  });

  it('do not change where a cell has them as text', async () => {
    const { rows } = await read(
      HEADER,
      '1;2;3,A-1',
      '1,A-1,a@example.com,"a;b;c;d;e;f;g;h;i"',
      'Page 1; 2',
    );
    expect(rows).toHaveLength(3);
  });
});

describe('The header', () => {
  it('is found below titles and blank lines, to the eleventh line', async () => {
    const file = await read('Users; 2024', '', 'Clinics,Q1', ...Array(7).fill(''), HEADER, ROW);
    expect(file.rows.map(({ line }) => line)).toEqual([12]);
    expect(file.notices).toEqual([
      {
        code: 'LINES_ABOVE_HEADER',
        message:
          'Lines 1 and 3 are above the header and were ignored: “Users; 2024”, “Clinics,Q1”.',
      },
    ]);
  });

  it('is found below more blank lines than that', async () => {
    const file = await read(...Array(11).fill(''), ',,,', ' ; ', HEADER, ROW);
    expect(file.rows.map(({ line }) => line)).toEqual([15]);
    expect(file.notices).toEqual([]);
    const below = await read(...Array(30).fill(',,'), 'Users', HEADER, ROW);
    expect(below.rows.map(({ line }) => line)).toEqual([33]);
    expect(below.notices[0]?.message).toContain('Line 31 is above the header');
    const refusal = await refused(...Array(20).fill(''), 'Name,Mail', 'Ana,a@example.com');
    expect(refusal.code).toBe('HEADER_INVALID');
  });

  it.each([
    ['three filled cells', 'a,b,c'],
    ['an e-mail address', 'Made by ana@example.com'],
    ['a row', ROW],
  ])('is refused below %s, with the line', async (_what, line) => {
    const refusal = await refused(line, HEADER, ROW);
    expect(refusal.code).toBe('HEADER_INVALID');
    expect(refusal.detail).toContain('There are rows above the header');
    expect(refusal.detail).toContain('line 1 above it');
    expect(refusal.file.columns?.map(({ found }) => found)).toEqual(HEADERS);
  });

  it('is found below a title though half of the template is renamed', async () => {
    const half = HEADER.replace('First Name', 'Given').replace('Last Name', 'Surname');
    const refusal = await refused('My users', half, ROW);
    expect(refusal.errors).toEqual([
      expect.objectContaining({ column: 'Given', suggestion: 'First Name' }),
      expect.objectContaining({ column: 'Surname', suggestion: 'Last Name' }),
    ]);
  });

  it('is the first filled line where no line has half of the template', async () => {
    const refusal = await refused('', 'Name,Mail', 'Ana,a@example.com');
    expect(refusal.file.columns).toEqual([
      { found: 'Name', samples: ['Ana'], suggestion: 'First Name' },
      { found: 'Mail', samples: ['a@example.com'], suggestion: 'Email Address' },
    ]);
  });

  it.each([
    ['no-break and other spaces', 'First\u2003\u00a0Name', 'Last\u202fName '],
    ['line breaks', '"First\r\nName"', '"Last\nName"'],
    ['invisible characters', 'First\u200b Name\u200e', '\u2060Last Na\u00adme'],
    ['guards and ="…"', `"=""First Name"""`, 'Last Name'],
  ])('is compared without the difference of %s', async (_what, first, last) => {
    const file = await read(
      HEADER.replace('First Name', () => first).replace('Last Name', () => last),
      ROW,
    );
    expect(file.headers).toEqual(HEADERS);
    expect(file.rows[0]?.cells[FIRST_NAME]).toBe('Ana');
  });

  it('is no row where it comes again, however it is written', async () => {
    const quoted = HEADERS.map((name) => `"${name} "`).join(',');
    const file = await read(HEADER, ROW, quoted, ROW, `\uFEFF${HEADER},,`, ROW);
    expect(file.rows.map(({ line }) => line)).toEqual([2, 4, 6]);
    expect(file.notices).toEqual([
      {
        code: 'HEADER_REPEATED',
        message: 'Lines 3 and 5 are the header again and were ignored.',
      },
    ]);
  });
});

describe('A byte order mark', () => {
  it('does not count at the start of any line, however often', async () => {
    const file = await read(`\uFEFF\uFEFF\uFEFF${HEADER}`, `\uFEFF${ROW}`, `\uFEFF"1",A-2`);
    expect(file.rows.map(({ cells }) => cells[0])).toEqual(['1', '1']);
    expect(file.notices).toEqual([]);
  });
});

describe('Lines wholly in quotes', () => {
  const wrapped = (line: string): string => `"${line.replaceAll('"', '""')}"`;

  it('are unwrapped, with quotes, separators and line breaks inside', async () => {
    const row = '1,A-1,a@example.com,"Ana, ""A""","two\r\nlines",North Clinic,,,';
    const file = await read(wrapped(HEADER), wrapped(row), `${wrapped(ROW)},,`);
    expect(file.rows.map(({ line, cells }) => [line, cells.slice(3, 6)])).toEqual([
      [2, ['Ana, "A"', 'two\r\nlines', 'North Clinic']],
      [4, ['Ana', 'Sousa', 'North Clinic']],
    ]);
    expect(file.notices.map(({ code }) => code)).toEqual(['LINES_IN_QUOTES']);
    expect(file.notices[0]?.message).toContain('Lines 1, 2 and 4 ');
  });

  it('are unwrapped where only rows with a quote in them are so', async () => {
    const file = await read(
      HEADER.replaceAll(',', ';'),
      wrapped('1;A-1;a@example.com;"A;na";Sousa;x'),
    );
    expect(file.rows[0]?.cells.slice(0, 5)).toEqual(['1', 'A-1', 'a@example.com', 'A;na', 'Sousa']);
    expect(file.notices[0]?.message).toContain('Line 2 is entirely in quotes');
  });

  it('are refused where one of them has two rows', async () => {
    const { code, detail } = await refused(wrapped(HEADER), wrapped(`1,A-1\r\n2,A-2`));
    expect(code).toBe('FILE_MALFORMED');
    expect(detail).toContain('Lines 2 to 3 ');
  });
});

describe('Quotes', () => {
  it.each([
    ['desk 24" wide', 'desk 24" wide'],
    ['Bob "Bobby"', 'Bob "Bobby"'],
    ['"Bob" Smith', 'Bob Smith'],
    ['"Bob"Smith', 'BobSmith'],
    [' "Bob" ', 'Bob'],
    ['\u00a0"Bob, B"\u00a0', 'Bob, B'],
    ['"say ""hi"""', 'say "hi"'],
    ['""', ''],
    ['"Bob', undefined],
  ])('in a cell %j are read as %j', async (written, cell) => {
    if (cell === undefined) expect((await refused(HEADER, written)).code).toBe('FILE_MALFORMED');
    else expect(await cellOf(written)).toBe(cell);
  });

  it.each([
    ['desk 24" wide', ['desk 24" wide']],
    ['"Bob" Smith', ['Bob Smith']],
    ['" Bob "', []],
    ['="007"', []],
  ])('that were read leniently are a notice with the cell: %j', async (written, words) => {
    const { notices } = await read(
      HEADER,
      ROW.replace('Ana', () => written),
    );
    expect(notices).toEqual(
      words.map((word) => ({ code: 'QUOTES_ASSUMED', message: expect.stringContaining(word) })),
    );
  });

  it.each([
    [
      'in the same column',
      '1,A,a@x.example,"Ana,Sousa,North Clinic,,,',
      '2,B,b@x.example,Bob",B,N,,,',
    ],
    [
      'in a column before',
      '1,A,a@x.example,"Ana,Sousa,North Clinic,,,',
      '2,B",b@x.example,Bob,B,N,,,',
    ],
    [
      'in a column behind',
      '1,A,a@x.example,"Ana,Sousa,North Clinic,,,',
      '2,B,b@x.example,Bob,B,N",,,',
    ],
    ['at the start of a cell', '1,A,a@x.example,"Ana,Sousa,North', '2,"B",b@x.example'],
    ['within a cell of a short row', '1,A,"Ana,S', '2,B,24" desk,x'],
  ])('that swallowed a row are refused with the lines: closed %s', async (_what, one, two) => {
    const refusal = await refused(HEADER, ROW, one, two, ROW);
    expect(refusal.code).toBe('FILE_MALFORMED');
    expect(refusal.detail).toContain('Lines 3 to 4 ');
    expect(refusal.errors).toEqual([
      expect.objectContaining({ code: 'FILE_MALFORMED', line: 3, lastLine: 4 }),
    ]);
  });

  it('that swallowed four rows are refused', async () => {
    const refusal = await refused(
      HEADER,
      ROW.replace('Ana', '"Ana'),
      ROW,
      ROW,
      ROW,
      ROW.replace('Ana', 'Ana"'),
    );
    expect(refusal.detail).toContain('Lines 2 to 6 ');
  });

  it('may hold line breaks and separators', async () => {
    const text = '"12, Main St\r\nFloor 2, left\r\n\r\nTown"';
    expect(await cellOf(text)).toBe(text.slice(1, -1));
  });

  it('may hold both in a row with a cell too many', async () => {
    const { rows } = await read(HEADER, `${ROW.replace('Ana', '"Ana\r\nfloor 2, left"')},,x`, ROW);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.extraCells).toEqual(['x']);
  });

  it('that can’t be read are all named at once, twenty, then a count', async () => {
    const bad = ['1,"a\r\n2,24" b', '"never closed'];
    const one = await refused(HEADER, bad[0] ?? '', ROW, bad[0] ?? '', ROW, bad[1] ?? '');
    expect(one.errors.map(({ line }) => line)).toEqual([2, 5, 8]);
    const many = await refused(HEADER, ...Array(25).fill(bad[0]));
    expect(many.errors).toHaveLength(20);
    expect(many.detail).toContain('And 5 more.');
  });
});

describe('="…"', () => {
  it.each([
    ['="00123"', '00123'],
    ['"=""00123"""', '00123'],
    [' ="00123" ', '00123'],
    ['="say ""hi"""', 'say "hi"'],
    ['=""', ''],
    [`'="00123"`, '="00123"'],
    ['=1+1', '=1+1'],
    ['="a"&"b"', '="a"&"b"'],
  ])('%j is read as %j', async (written, cell) => {
    expect(await cellOf(written)).toBe(cell);
  });

  it('makes no row of nothing', async () => {
    expect((await read(HEADER, '="",=""', ROW)).rows).toHaveLength(1);
  });
});

describe('The end of a file', () => {
  it.each([
    ['\u001a'],
    ['\r\n\u001a'],
    ['\r\n\u001a\r\n'],
    ['\r\n\0\0\0'],
    ['\0\u001a\0'],
    [`\r\n${'\0'.repeat(200_000)}`],
  ])('loses Ctrl-Z and NULs with a notice, in any encoding (%#)', async (tail) => {
    const text = `${HEADER}\r\n${ROW}x${tail}`;
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      Buffer.concat([Buffer.from(text.slice(0, -tail.length), 'latin1'), Buffer.from(tail)]),
    ]) {
      const { rows, notices } = await openBytes(bytes);
      expect(rows.map(({ cells }) => cells.at(-1))).toEqual(['x']);
      expect(notices).toContainEqual({
        code: 'END_OF_FILE_DROPPED',
        message: expect.stringContaining('after line 2'),
      });
    }
  });

  it('is no text if half of a UTF-16 letter follows its NULs', async () => {
    const text = Buffer.from(`\uFEFF${HEADER}\r\n${ROW}x\0\0`, 'utf16le');
    const refusal = await refusalOf(openBytes(Buffer.concat([text, Buffer.from('\r')])));
    expect(refusal.code).toBe('FILE_NOT_CSV');
  });

  it('is no text if a NUL comes before it', async () => {
    const refusal = await refused(HEADER, `${ROW}\0x`, ROW);
    expect([refusal.code, refusal.getStatus()]).toEqual(['FILE_NOT_CSV', 415]);
  });
});
