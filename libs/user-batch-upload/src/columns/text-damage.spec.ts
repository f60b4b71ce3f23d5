import { expect, test } from '@jest/globals';
import { textDamage } from './text-damage.js';

test.each([
  ['JosÃ©', 'José'],
  ['JosÃƒÂ©', 'José'],
  ['GarcÃ\u00ADa', 'García'],
  ['Ð\u0098Ð²Ð°Ð½', 'Иван'],
  ['Ã\u0084rzte', 'Ärzte'],
  ['MÃ¼ller', 'Müller'],
  ['Oâ€™Brien', 'O’Brien'],
  ['Smithâ€“Jones', 'Smith–Jones'],
  ['Å»ak', 'Żak'],
  ['Ð”Ð¼Ð¸Ñ‚Ñ€Ð¸Ð¹', 'Дмитрий'],
  ['ðŸ™‚', '🙂'],
  ['O&#39;Brien', "O'Brien"],
  ['Smith &amp; Sons', 'Smith & Sons'],
  ['M&uuml;ller', 'Müller'],
  ['Tom &amp; JosÃ©', 'Tom & José'],
  ['Jos&Atilde;&copy;', 'José'],
])('%j was %j', (text, repaired) => {
  expect(textDamage(text, true)?.repaired).toBe(repaired);
});

test('the kind is that of the damage that is found first', () => {
  expect(textDamage('Tom &amp; JosÃ©', true)?.kind).toBe('encoding');
  expect(textDamage('Jos&Atilde;&copy;', true)?.kind).toBe('entity');
});

test.each([
  'José',
  'Müller',
  'Łukasz Żak',
  '“CAFÉ”',
  'Ångström',
  'Dmitri Дмитрий',
  '王 小明',
  'R&D; Ops',
  'AT&T',
  'Ça va ?',
  'Ã',
  '🙂',
])('%j is as somebody wrote it', (text) => {
  expect(textDamage(text, true)).toBeUndefined();
});

test('a question mark between letters stands for a lost letter in a name, and is a question in a note', () => {
  expect(textDamage('Mu?oz', true)).toEqual({ kind: 'lost-letter' });
  expect(textDamage('why?because', false)).toBeUndefined();
});
