import { expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import { languageOf } from './request-language.js';

/** A request as Express makes it. */
const asking = (header?: string): Request =>
  Object.assign(Object.create(express.request) as Request, {
    headers: header === undefined ? {} : { 'accept-language': header },
  });

test.each([
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['DE-ch', 'de'],
  ['fr,de;q=0.5', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['fr', 'en'],
  ['*', 'en'],
  ['de;q=0', 'en'],
  ['', 'en'],
  [undefined, 'en'],
])('for %j the language is %s', (header, language) => {
  expect(languageOf(asking(header))).toBe(language);
});

test.each([
  ';;;,,,===',
  'de;q=de;q=de',
  '__proto__, constructor',
  '\u0000',
  '-'.repeat(999),
  `${'de,'.repeat(100_000)}de`,
])('a hostile header is no error', (header) => {
  expect(['en', 'de']).toContain(languageOf(asking(header)));
});

test('a header of unusual length is not read', () => {
  expect(languageOf(asking(`de${' '.repeat(1_000)}`))).toBe('en');
});
