import type { InternalIdDamage } from '../columns/internal-id.js';

/** A text for each code, made from its parameters. */
export type TextsOf<Params> = { [Code in keyof Params]: (params: Params[Code]) => string };

/** The parameters of the message of each problem of a row. `value` is the cell as read. */
export interface ProblemParams {
  REQUIRED: { column: string } & (
    | { why: 'create' | 'individual' }
    /** The row looks like an update of nobody. `columns`: all that a create needs and the row lacks. */
    | { unknownEmail: string; columns: readonly string[] }
  );
  PROFILE_TYPE_INVALID: { value: string };
  INTERNAL_ID_INVALID: { value: string; damage: InternalIdDamage | 'doubt' };
  EMAIL_INVALID: { value: string };
  NAME_INVALID: { value: string; column: string };
  OFFICE_UNKNOWN: { value: string; officeLabel: string };
  OFFICE_AMBIGUOUS: { value: string; count: number; officeLabel: string };
  STATUS_INVALID: { value: string; isCreate: boolean; isDeleted: boolean };
  PHONE_INVALID: { value: string; damage?: 'scientific' | 'lost-zero' };
  PHONE_COUNTRY_INVALID: { value: string };
  NUMBER_INVALID: { value: string; damage?: 'scientific' | 'ambiguous' };
  DATE_INVALID: { value: string; damage?: 'serial' | 'ambiguous' | 'no-such-day' | 'year' };
  YES_NO_INVALID: { value: string };
  OPTION_INVALID: { value: string; options: readonly string[] };
  TOO_LONG: { value: string; length: number; limit: number };
  CONTROL_CHARACTER: { value: string; damaged?: boolean };
  SPREADSHEET_ERROR: { value: string };
  TOO_MANY_CELLS: { count: number; value: string };
  DUPLICATE_IN_FILE: {
    what: 'user' | 'email' | 'Internal ID';
    lines: readonly number[];
    more: number;
  };
  MATCH_CONFLICT: { internalId: string; email: string; byEmail: string } & (
    | { kind: 'two-users'; byInternalId: string }
    | { kind: 'other-internal-id'; theirInternalId: string }
  );
  NO_SUCH_USER: { value: string; near?: string };
  PROTECTED_USER: { reason: 'more-rights' | 'own-record' | 'last-administrator' };
  USER_DELETED: { name: string };
  USER_REVIVED: { name: string; role: string };
  PERSON_REPLACED: { before: string; after: string; isOther: boolean };
  /** `name` is omitted if the admin may not change the user. */
  POSSIBLE_DUPLICATE: { same: 'Internal ID' | 'person'; name?: string; internalId?: string };
  PLACEHOLDER: { value: string; column: string; before?: string };
  SERVER_ERROR: { rule: string };
  TEXT_DAMAGED: { value: string; kind: 'encoding' | 'entity' | 'lost-letter'; repaired?: string };
}

/** The parameters of each reason why Finish did not write a row. `user` and `holder` are names of users. */
export interface ReasonParams {
  UNTICKED: object;
  HAS_PROBLEMS: object;
  ALREADY_SO: { user: string };
  USER_GONE: object;
  VALUE_CHANGED: { column: string; user: string; from: string; now: string };
  KEY_MOVED: { column: string; key: string; user: string; holder: string };
  KEY_LOST: { column: string; key: string; user: string };
  KEY_TAKEN: { column: string; key: string; holder: string };
  KEY_TAKEN_JUST_NOW: { column: string };
  LAST_NAME_GONE: { user: string };
  OFFICE_GONE: { office: string; officeLabel: string };
  OFFICE_OF_USER_GONE: { office: string; officeLabel: string; user: string };
  OFFICE_AMBIGUOUS: { office: string; officeLabel: string };
  FIELD_GONE: { label: string };
  FIELD_REQUIRED: { label: string; isNew: boolean };
  OPTION_GONE: { label: string; option: string };
  VALUE_REFUSED: { label: string; value: string };
  MORE_RIGHTS: { user: string };
  ROLE_NOT_ALLOWED: object;
  OWN_RECORD: object;
  LAST_ADMINISTRATOR: object;
  RIGHTS_LOST: object;
  NOT_SAVED: object;
}
