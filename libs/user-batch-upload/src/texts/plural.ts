import type { Language } from './language.js';

/** A text for each plural category of a language; `#` stands for the number. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Writes a number into the form of a text that the language uses for it. */
export type Plural = (count: number, forms: PluralForms) => string;

export function pluralIn(language: Language): Plural {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) =>
    (forms[rules.select(count)] ?? forms.other).replaceAll('#', numbers.format(count));
}
