import { describe, expect, test } from '@jest/globals';
import { describeError, redactEmails } from './redact.js';

describe('a text without e-mail addresses', () => {
  test.each([
    ['550 5.1.1 <ana@x.example>: unknown', '550 5.1.1 [e-mail address] unknown'],
    ["RCPT TO:<ana.o'neil+1@sub.x.example>", 'RCPT [e-mail address]'],
    ['Key (email_key)=(ana@x.example) exists.', 'Key [e-mail address] exists.'],
    ['josé@bücher.example, 用户@例子.公司', '[e-mail address] [e-mail address]'],
    ['{"to":"a@b","cc":["c@d"]}', '[e-mail address]'],
    ['two\nlines of ana@x.example', 'two\nlines of [e-mail address]'],
  ])('%j becomes %j', (text, redacted) => expect(redactEmails(text)).toBe(redacted));

  test('keeps the paths of a stack', () => {
    const frame = '    at run (file:///app/node_modules/@nestjs/core/index.js:1:2)';
    expect(redactEmails(`Error: ana@x.example\n${frame}`)).toBe(
      `Error: [e-mail address]\n${frame}`,
    );
  });

  test('is made in one pass over a long line', () => {
    expect(redactEmails('a'.repeat(1_000_000))).toHaveLength(10_000);
    expect(redactEmails(`${'a'.repeat(5_000)}@x`)).not.toContain('@');
  });
});

test('an error is described with its stack and causes, and without what its driver quotes', () => {
  const cause = Object.assign(new Error('duplicate key'), {
    detail: 'Key (email_key)=(ana@x.example) already exists.',
  });
  const described = describeError(new Error('not written for bea@x.example', { cause }));
  expect(described).toContain('not written for [e-mail address]');
  expect(described).toContain('duplicate key');
  expect(described).toContain('redact.spec');
  expect(described).not.toMatch(/ana@|bea@/);
});
