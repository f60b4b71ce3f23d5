/**
 * What the cells of a field take: `TEXT` any text, `NUMBER` a number such as `-12.50`, `DATE` a day as `YYYY-MM-DD`,
 * `YES_NO` yes or no, and `LIST` one of its options.
 */
export type CustomFieldKind = 'TEXT' | 'NUMBER' | 'DATE' | 'YES_NO' | 'LIST';

/** A custom field of the organisation's users. The template has a column for each. */
export interface CustomField {
  id: string;
  /** The column's header in the template. `labelCollision()` finds the labels that are not allowed. */
  label: string;
  kind: CustomFieldKind;
  /** The allowed values of a `LIST`, else empty. */
  options: string[];
  /** Whether a user needs a value to be created. */
  required: boolean;
}

/** The host's custom fields. */
export abstract class CustomFields {
  /** The organisation's custom fields, in the order of the template. */
  abstract findAll(organisationId: string): Promise<CustomField[]>;
}
