import countries from 'i18n-iso-countries';

/** Kosovo has a code that is in common use, but none of ISO 3166-1. */
const NOT_OF_ISO = ['XKK'];

/** ISO 3166-1 alpha-3. */
export const COUNTRY_CODES: ReadonlySet<string> = new Set(
  Object.keys(countries.getAlpha3Codes())
    .filter((code) => !NOT_OF_ISO.includes(code))
    .toSorted(),
);
