import { describe, expect, test } from '@jest/globals';
import { cleaned, hasInvisible, trimmed, withMarks } from './invisible-characters.js';

describe('at the ends of a cell', () => {
  test.each([
    ['N-1001\u200B', 'N-1001'],
    ['\u200BN-1003', 'N-1003'],
    ['\u202A5551234567\u202C', '5551234567'],
    ['\uFEFF p7@x.example\uFEFF', 'p7@x.example'],
    ['p8@x.example\u2060', 'p8@x.example'],
    ['\u00A0 \u200E2024-03-15 \u200B ', '2024-03-15'],
    ['\u3164Zed\u3164', 'Zed'],
    ['Zed\u{E0001}', 'Zed'],
    ['\u200B \u00AD', ''],
    ['', ''],
    ['Ångström', 'Ångström'],
    ['“so”', '“so”'],
    ['👍🏽', '👍🏽'],
  ])('%j becomes %j', (text, expected) => {
    expect(trimmed(text)).toBe(expected);
  });

  test('a hundred thousand of them take no time', () => {
    const text = `${'\u200B '.repeat(50_000)}a${'\u200D\u0301'.repeat(50_000)}`;
    const start = performance.now();
    trimmed(text);
    hasInvisible(text);
    withMarks(text);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('inside a cell', () => {
  test.each([
    ['Ann\u200BMarie', 'Ann␣Marie', 'AnnMarie'],
    ['a\u200Cb', 'a␣b', 'ab'],
    ['a\u200Db', 'a␣b', 'ab'],
    ['a\tb', 'a␣b', 'a b'],
    ['a\r\nb', 'a␣␣b', 'a b'],
    ['a\u0000b', 'a␣b', 'ab'],
    ['x\u115Fy', 'x␣y', 'xy'],
  ])('%j is shown as %j, and is %j without', (text, shown, clean) => {
    expect(hasInvisible(text)).toBe(true);
    expect(withMarks(text)).toBe(shown);
    expect(cleaned(text)).toBe(clean);
  });
});

describe('what its script needs stays, also at the ends', () => {
  test.each([
    ['a Persian non-joiner between joining letters', 'می\u200Cخواهم'],
    ['a joiner behind a virama', 'क्\u200Dष'],
    ['a non-joiner behind a virama at the end', 'क्\u200C'],
    ['a family', '👨\u200D👩\u200D👧'],
    ['a person with a skin tone and a profession', '👩🏽\u200D⚕️'],
    ['the flag of England', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
    ['an Arabic number sign', '\u0600123'],
    ['an end of ayah', '\u06DD12'],
    ['a Syriac abbreviation mark', '\u070F\u0710\u0712'],
    ['a Kaithi number sign', '\u{110BD}\u{11083}'],
  ])('%s', (_, text) => {
    expect(hasInvisible(text)).toBe(false);
    expect(trimmed(text)).toBe(text);
    expect(withMarks(text)).toBe(text);
  });
});
