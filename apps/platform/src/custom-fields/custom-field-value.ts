import { type CustomField, isDay } from 'user-batch-upload';

/** Returns why the field can't hold this value, or undefined if it can. An empty value clears the field. */
export function valueFault(
  { kind, label, options, required }: CustomField,
  value: unknown,
): string | undefined {
  if (typeof value !== 'string' || /[\p{Cs}\0]/u.test(value)) return `${label} must be text.`;
  if (value === '') return required ? `${label} is required.` : undefined;
  switch (kind) {
    case 'TEXT':
      return textFault(label, value);
    case 'NUMBER':
      return value.length <= 254 && /^-?\d+(\.\d+)?$/.test(value)
        ? undefined
        : `${label} must be a number, with a period before decimals.`;
    case 'DATE':
      return isDay(value)
        ? undefined
        : `${label} must be a day, as YYYY-MM-DD, in the years 1000 to 9999.`;
    case 'YES_NO':
      return value === 'Yes' || value === 'No' ? undefined : `${label} must be Yes or No.`;
    case 'LIST':
      return options.includes(value)
        ? undefined
        : `${label} must be one of: ${options.join(', ')}.`;
  }
}

const MOST_CHARACTERS = 4000;

/** The same rule as for a file: line breaks are allowed, other control characters are not. */
function textFault(label: string, value: string): string | undefined {
  if (value.length > 2 * MOST_CHARACTERS || [...value].length > MOST_CHARACTERS)
    return `${label} has room for 4,000 characters.`;
  return /[\p{Cc}\u2028\u2029]/u.test(value.replace(/[\r\n]/g, ''))
    ? `${label} must not contain control characters other than line breaks.`
    : undefined;
}
