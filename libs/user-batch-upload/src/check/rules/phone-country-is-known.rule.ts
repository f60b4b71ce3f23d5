import countries from 'i18n-iso-countries';
import { createRequire } from 'node:module';
import { COUNTRY_CODES } from '../../columns/country-codes.js';
import { ClosestName } from '../closest-name.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from '../row-rule.js';
import { eachTouched } from '../touched-cells.js';

const COLUMN = 'Mobile Phone Country';

countries.registerLocale(
  createRequire(import.meta.url)('i18n-iso-countries/langs/en.json') as countries.LocaleData,
);
const COLLOQUIAL = new Map([
  ...['UK', 'ENGLAND'].map((name) => [name, 'GBR'] as const),
  ...['U.S.', 'U.S.A.', 'AMERICA'].map((name) => [name, 'USA'] as const),
]);
/** Short names that two countries share. */
const SHARED = new Set(['CONGO', 'SAINT MARTIN', 'VIRGIN ISLANDS']);
/** All names of each country, to detect a cell that names two countries. */
const NAMES = [
  ...Object.values(countries.getNames('en', { select: 'all' })).flat(),
  ...COLLOQUIAL.keys(),
].filter((name) => !SHARED.has(name.toUpperCase()));

/** Source: ISO 3166-1 alpha-3. */
@RowRule()
export class PhoneCountryIsKnown implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    const near = new ClosestName(NAMES);
    eachTouched(rows, COLUMN, (value, row) => {
      if (COUNTRY_CODES.has(value)) return;
      const suggestion = meant(value, near);
      row.report({
        column: COLUMN,
        code: 'PHONE_COUNTRY_INVALID',
        params: { value },
        ...(suggestion && { suggestion }),
      });
    });
  }
}

/** No name of a country is longer. */
const LONGEST_NAME = 100;

function meant(value: string, near: ClosestName): string | undefined {
  // Each value is compared with the whole list, so long values would take seconds.
  if (value.length > LONGEST_NAME) return undefined;
  const upper = value.toUpperCase();
  if (COUNTRY_CODES.has(upper)) return upper;
  if (SHARED.has(upper.replace(/[^A-Z]+/g, ' ').trim())) return undefined;
  const code = named(upper, value, near);
  return code !== undefined && COUNTRY_CODES.has(code) ? code : undefined;
}

function named(upper: string, value: string, near: ClosestName): string | undefined {
  const code =
    COLLOQUIAL.get(upper) ??
    countries.alpha2ToAlpha3(upper) ??
    countries.getAlpha3Code(value, 'en');
  if (code) return code;
  const name = value.length > 3 ? near.of(value) : undefined;
  return name && (COLLOQUIAL.get(name) ?? countries.getAlpha3Code(name, 'en'));
}
