import type { Actor } from './actors.port.js';

export type ProfileType = '1' | '2';
export type ProfileStatus = 'ACTIVE' | 'INACTIVE' | 'DELETED';

/**
 * What a file can say of a user. Text throughout; an empty string is "nothing there".
 * Custom fields are keyed by the field's id: a number as its digits, a date as `YYYY-MM-DD`, yes/no as `Yes` or `No`.
 */
export interface UserValues {
  profileType: ProfileType;
  internalId: string;
  email: string;
  firstName: string;
  lastName: string;
  officeId: string;
  status: ProfileStatus;
  mobilePhoneCountry: string;
  mobilePhone: string;
  customFields: Record<string, string>;
}

export interface UserRecord extends UserValues {
  id: string;
  /** Counts towards "an organisation keeps at least one active admin". */
  administrator: boolean;
}

/** `emailKeys` are folded by `emailKey()`; `internalIds` are compared exactly. */
export interface UserKeys {
  ids?: string[];
  emailKeys?: string[];
  internalIds?: string[];
}

export type UserWrite =
  | { kind: 'CREATE'; id: string; roleId: string; values: UserValues }
  | { kind: 'UPDATE'; id: string; values: Partial<UserValues> };

/** What became of one write. A key that another user holds is an answer, not an exception. */
export type WriteResult =
  | { id: string; written: true }
  | { id: string; written: false; reason: 'EMAIL_TAKEN' | 'INTERNAL_ID_TAKEN' | 'USER_GONE' };

/**
 * The host's users. Everything takes many and answers many.
 *
 * Every call joins the transaction that it is made in: use the injected `EntityManager` (or its
 * `getContext()`), never a fork of your own. A fork would hang on SQLite, which has one connection, and
 * would write outside the transaction on PostgreSQL. `usersContract()` of `user-batch-upload/testing` catches it.
 */
export abstract class Users {
  /**
   * The users of the organisation that any of the keys finds, each once, in any order; DELETED ones too.
   * `lock`: hold them against other writers until the transaction ends (`FOR UPDATE` where the database has it).
   */
  abstract findByKeys(
    organisationId: string,
    keys: UserKeys,
    options?: { lock?: boolean },
  ): Promise<UserRecord[]>;

  /**
   * Writes users; one result for each write. An update changes what `values` names and nothing else,
   * custom fields one by one. A unique key that is taken ends that write only, never the transaction.
   */
  abstract write(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]>;

  /**
   * Those of these users of the actor's organisation whom this actor may change: as a rule those whose role they may
   * give (see `Roles.findGrantable`). Bringing a DELETED user back gives them the role that they had. Whoever is not in
   * the answer is protected. Asked for many users at once, when rows are checked, and again at Finish; also about the
   * admin who uploaded a load that somebody else would change or finish.
   */
  abstract findChangeable(actor: Actor, userIds: string[]): Promise<string[]>;

  /** Ids of the active administrators, locked until the transaction ends, so that two loads can't remove the last two. */
  abstract lockActiveAdministrators(organisationId: string): Promise<string[]>;
}
