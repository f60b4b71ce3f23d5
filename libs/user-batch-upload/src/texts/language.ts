/** The languages of the texts, the default first. */
export const LANGUAGES = ['en', 'de'] as const;

/** A language of the library's texts. */
export type Language = (typeof LANGUAGES)[number];
