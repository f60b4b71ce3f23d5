export type CustomFieldKind = 'TEXT' | 'NUMBER' | 'DATE' | 'YES_NO' | 'LIST';

export interface CustomField {
  id: string;
  /** The column's header in the template. */
  label: string;
  kind: CustomFieldKind;
  /** The allowed values of a `LIST`, else empty. */
  options: string[];
  /** Whether a user needs a value to be created. */
  required: boolean;
}

export abstract class CustomFields {
  /** The organisation's custom fields, in the order of the template. */
  abstract findAll(organisationId: string): Promise<CustomField[]>;
}
