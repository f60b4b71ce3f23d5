import { describe, expect, test } from '@jest/globals';
import { DriverException, ValidationError } from '@mikro-orm/core';
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

const ROW = 'Failing row contains (7, Ana, Sousa, ana@x.example, 5551234567, s3cr3t-hash).';

describe('an error for the log', () => {
  const cause = Object.assign(
    new Error('duplicate key value violates unique constraint "by_email"'),
    {
      code: '23505',
      table: 'person',
      constraint: 'by_email',
      detail: ROW,
      where: ROW,
      entity: { password: 's3cr3t-hash' },
    },
  );

  test('has its message, its stack, its place and its causes', () => {
    const described = describeError(new Error('not written for bea@x.example', { cause }));
    expect(described).toMatch(/^Error: not written for \[e-mail address\]\n +at /);
    expect(described).toContain('caused by Error: duplicate key value violates');
    expect(described).toContain('code: 23505, table: person, constraint: by_email');
    expect(described).toContain('redact.spec');
  });

  test.each([
    ['an error of a driver', cause],
    ['its cause', new Error('not written', { cause })],
    ['one of several', new AggregateError([cause], 'none')],
    [
      'an exception of MikroORM',
      new DriverException(Object.assign(new Error(`a check failed\n - detail: ${ROW}`), cause)),
    ],
    [
      'a value that MikroORM does not take',
      new ValidationError(`Value for Person.office is required\nentity: Person { hash: '${ROW}' }`),
    ],
  ])('has nothing of the row: %s', (_, error) => {
    const described = describeError(error);
    expect(described).not.toMatch(/Sousa|5551234567|s3cr3t|@/);
    expect(described).toMatch(/^ +at /m);
  });

  test('has what was thrown where that is no error', () => {
    expect(describeError({ reason: 'ana@x.example' })).toBe('{ reason: [e-mail address] }');
  });
});
