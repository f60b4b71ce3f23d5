import type { Language } from '../texts/language.js';

/** The names of the sheet of `template.xlsx` that explains the columns. Reading knows that it has no rows. */
export const NOTES_SHEETS: Record<Language, string> = {
  en: 'How to fill this in',
  de: 'So füllen Sie die Vorlage aus',
};
