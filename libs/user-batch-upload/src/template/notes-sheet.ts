/** The sheet of `template.xlsx` that explains the columns. Reading knows that it has no rows. */
export const NOTES_SHEET = 'How to fill this in';
