import { expect, test } from '@jest/globals';
import { page as de } from './de/page.js';
import { page as en } from './en/page.js';

type Text = string | ((...values: never[]) => string);
interface Texts {
  [name: string]: Text | Texts;
}

/** Stands for a parameter: every language writes it with the same digits. */
const VALUES = [2, 3, 4];

/** Every text, by its path such as `review.finish`. Those with parameters are made for these values. */
function textsOf(texts: Texts, values: number[], path = ''): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([name, text]): [string, string][] => {
    const here = path ? `${path}.${name}` : name;
    if (typeof text === 'string') return [[here, text]];
    if (typeof text === 'function') return [[here, text(...(values as never[]))]];
    return textsOf(text, values, here);
  });
}

const parametersOf = (text: string): string[] =>
  VALUES.map(String).filter((value) => text.includes(value));

const inEnglish = new Map(textsOf(en, VALUES));
const inGerman = new Map(textsOf(de, VALUES));

/** Words that both languages have. */
const SAME = ['upload.progress', 'review.status', 'review.details', 'afterwards.person'];

test('every text exists in every language', () => {
  expect([...inGerman.keys()]).toEqual([...inEnglish.keys()]);
  expect(inEnglish.size).toBeGreaterThan(200);
});

test.each([
  ['English', en],
  ['German', de],
])('no text is empty in %s, for one thing or for several', (_language, texts) => {
  for (const values of [[1, 1, 1], VALUES])
    expect(textsOf(texts, values).filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('no German text is the English one, but where the words are the same', () => {
  const same = [...inGerman].filter(([path, text]) => inEnglish.get(path) === text);
  expect(same.map(([path]) => path).toSorted()).toEqual(SAME.toSorted());
});

test('a German text has the parameters of the English one', () => {
  const parameters = (texts: Map<string, string>) =>
    [...texts].map(([path, text]) => [path, parametersOf(text)]);
  expect(parameters(inGerman)).toEqual(parameters(inEnglish));
});

test('a text is written for one thing as for several, in each language', () => {
  expect([en.review.withErrors(1), en.review.withErrors(12)]).toEqual([
    '1 row with errors',
    '12 rows with errors',
  ]);
  expect([de.review.withErrors(1), de.review.withErrors(12)]).toEqual([
    '1 Zeile mit Fehlern',
    '12 Zeilen mit Fehlern',
  ]);
});
