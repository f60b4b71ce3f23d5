import { type BaseHeader, type Column, REQUIRED_HEADERS } from '../columns/column.js';
import { COUNTRY_CODES } from '../columns/country-codes.js';
import type { Language } from '../texts/language.js';
import type { TemplateTexts } from '../texts/template-parameters.js';
import { textsIn } from '../texts/texts-in.js';

const CHOICES: { [Header in BaseHeader]?: readonly string[] } = {
  'Profile Type ID': ['1', '2'],
  'Profile Status': ['ACTIVE', 'INACTIVE', 'DELETED'],
  'Mobile Phone Country': [...COUNTRY_CODES],
};

/** The only values of a column, in an organisation with these offices. Undefined if any value is allowed. */
export function choicesOf(
  { header, field }: Column,
  offices: readonly string[],
): readonly string[] | undefined {
  if (field?.kind === 'LIST') return field.options;
  if (field) return field.kind === 'YES_NO' ? ['Yes', 'No'] : undefined;
  return header === 'Office' ? offices : CHOICES[header as BaseHeader];
}

function needOf(header: BaseHeader): keyof TemplateTexts['required'] {
  if (header === 'Last Name') return 'individual';
  return REQUIRED_HEADERS.includes(header) ? 'yes' : 'no';
}

/** What a column takes, in words. */
export interface ColumnGuide {
  header: string;
  /** Needed to create a user. */
  required: string;
  text: string;
}

/** The guide for a column, in this language. */
export function guideTo({ header, field }: Column, language: Language): ColumnGuide {
  const { required, columns, fields } = textsIn(language).template;
  return field
    ? { header, required: required[field.required ? 'yes' : 'no'], text: fields[field.kind] }
    : {
        header,
        required: required[needOf(header as BaseHeader)],
        text: columns[header as BaseHeader],
      };
}
