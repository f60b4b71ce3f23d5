import { type CustomField, isDay } from 'user-batch-upload';

/** Why the field can't hold this value, or undefined where it can. An empty value takes the old one away. */
export function valueFault(
  { kind, label, options, required }: CustomField,
  value: unknown,
): string | undefined {
  if (typeof value !== 'string' || /[\p{Cs}\0]/u.test(value)) return `${label} must be text.`;
  if (value === '') return required ? `${label} is required.` : undefined;
  switch (kind) {
    case 'TEXT':
      return value.length > 4000 ? `${label} has room for 4,000 characters.` : undefined;
    case 'NUMBER':
      return /^-?\d{1,254}(\.\d{1,254})?$/.test(value)
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
