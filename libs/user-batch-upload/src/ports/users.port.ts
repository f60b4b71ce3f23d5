import type { Actor } from './actors.port.js';

/** `1`: an individual. `2`: a facility, which needs no last name. */
export type ProfileType = '1' | '2';
/** A DELETED user stays in the database: a row that matches them may bring them back. */
export type ProfileStatus = 'ACTIVE' | 'INACTIVE' | 'DELETED';

/**
 * The values of a user that a file can set. All are text; an empty string means no value.
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

/** A user of the organisation, as they are now. */
export interface UserRecord extends UserValues {
  id: string;
  /** Whether the user is an administrator. An organisation keeps at least one active administrator. */
  administrator: boolean;
  /** The name of the user's role. A DELETED user who comes back gets it again, and the admin gets a warning. */
  roleName: string;
}

/** `emailKeys` are folded by `emailKey()`; `internalIds` are compared exactly. */
export interface UserKeys {
  ids?: string[];
  emailKeys?: string[];
  internalIds?: string[];
}

/** `looseInternalIds` are folded by `looseInternalId()`; `mobilePhones` are compared exactly. */
export interface SimilarKeys {
  looseInternalIds: string[];
  mobilePhones: string[];
}

/**
 * `id` of a CREATE: a UUID of version 7 that identifies the write. It is the same if the write is tried again. A host
 * may use it as the user's id, or return another id (see `WriteResult`).
 */
export type UserWrite =
  | { kind: 'CREATE'; id: string; roleId: string; values: UserValues }
  | { kind: 'UPDATE'; id: string; values: Partial<UserValues> };

/** The result of one write. If another user holds the key, that is a result, not an exception. */
export type WriteResult =
  | {
      /** The id of the write. */
      id: string;
      written: true;
      /** The id of the created user, if it is not that of the write. */
      userId?: string;
    }
  | { id: string; written: false; reason: 'EMAIL_TAKEN' | 'INTERNAL_ID_TAKEN' | 'USER_GONE' };

/**
 * The host's users. Every method takes many and answers many.
 *
 * Every call joins the library's transaction. Use the injected `EntityManager` (or its `getContext()`), never a fork:
 * a fork hangs on SQLite, which has one connection, and writes outside the transaction on PostgreSQL.
 * `usersContract()` of `user-batch-upload/testing` catches it.
 */
export abstract class Users {
  /**
   * False for users in another service, whose writes stay when the library's transaction is rolled back. A write may
   * then be sent again, and the second time must change nothing: for a CREATE whose id already belongs to a user,
   * return `written: true`. The port must give a created user the id of its write.
   */
  readonly joinsTransaction: boolean = true;

  /** What would make the port slow or unsafe, each as one line that says how to fix it. Logged as warnings at start. */
  async findSetupFaults(): Promise<string[]> {
    return [];
  }

  /**
   * The users of the organisation that have one of the keys, each once, in any order, DELETED users included.
   * `lock` keeps other writers from them until the transaction ends (`FOR UPDATE` if the database has it).
   */
  abstract findByKeys(
    organisationId: string,
    keys: UserKeys,
    options?: { lock?: boolean },
  ): Promise<UserRecord[]>;

  /**
   * Optional. The users of the organisation that have one of these Internal IDs after folding, or one of these mobile
   * phones, each once, in any order, DELETED users included. If several users share one, return between one and about
   * 20 of them. The library uses the result for the warning `POSSIBLE_DUPLICATE` and the suggestion of `NO_SUCH_USER`.
   * It calls the method once for each chunk, so both look-ups need an index: store the folded Internal ID in a column
   * of its own. Without the method, there are no such warnings and suggestions.
   */
  findSimilar?(organisationId: string, keys: SimilarKeys): Promise<UserRecord[]>;

  /**
   * Writes users, with one result for each write. An update changes only the values that `values` has; custom fields
   * are changed one by one. A taken unique key fails its own write, never the transaction.
   */
  abstract write(organisationId: string, writes: UserWrite[]): Promise<WriteResult[]>;

  /**
   * The ids of those users that this actor may change; all other users are protected. Usually an actor may change the
   * users whose role they may give (see `Roles.findGrantable`), because a DELETED user who comes back gets their role
   * again. The library asks for many users at once, when it checks rows and again at Finish. It also asks about the
   * admin who uploaded a load, when another admin wants to change or finish that load.
   */
  abstract findChangeable(actor: Actor, userIds: string[]): Promise<string[]>;

  /** The ids of the active administrators, locked until the transaction ends, so that two loads can't remove the last two. */
  abstract lockActiveAdministrators(organisationId: string): Promise<string[]>;
}
