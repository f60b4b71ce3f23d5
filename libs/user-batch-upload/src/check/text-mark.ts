/** The value without the apostrophe by which a spreadsheet marks text. */
export const withoutTextMark = (value: string): string =>
  value.replace(/^['\u2018\u2019](?=[^'\u2018\u2019]+$)/, '');
