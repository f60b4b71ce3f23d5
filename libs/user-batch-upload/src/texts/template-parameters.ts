import type { BaseHeader } from '../columns/column.js';
import type { CustomFieldKind } from '../ports/custom-fields.port.js';

/** The texts of the sheet that explains the template. */
export interface TemplateTexts {
  headings: readonly [column: string, required: string, text: string];
  /** Whether a column is needed to create a user. */
  required: Record<'yes' | 'no' | 'individual', string>;
  columns: Record<BaseHeader, string>;
  fields: Record<CustomFieldKind, string>;
  /** For users who are there already. */
  notes: readonly string[];
}

/** The words of a report around the messages of its rows. */
export interface ReportTexts {
  warning: (message: string) => string;
  suggestion: (value: string) => string;
  /** `original`: the start of the cell as read. */
  edited: (params: { column: string; by: string; original: string; isCut: boolean }) => string;
}
