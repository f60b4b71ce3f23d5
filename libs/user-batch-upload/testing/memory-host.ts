import { emailKey } from '../src/columns/email-key.js';
import { looseInternalId } from '../src/columns/internal-id.js';
import type { CustomField } from '../src/ports/custom-fields.port.js';
import { CustomFields } from '../src/ports/custom-fields.port.js';
import { type Office, Offices } from '../src/ports/offices.port.js';
import type { Actor } from '../src/ports/actors.port.js';
import {
  type SimilarKeys,
  type UserKeys,
  type UserRecord,
  Users,
} from '../src/ports/users.port.js';

/** Offices in memory. */
export class MemoryOffices extends Offices {
  constructor(
    private readonly all: Office[],
    private readonly word: string,
  ) {
    super();
  }
  findAll = async (): Promise<Office[]> => this.all;
  label = async (): Promise<string> => this.word;
}

/** Custom fields in memory. */
export class MemoryCustomFields extends CustomFields {
  constructor(private readonly all: CustomField[]) {
    super();
  }
  findAll = async (): Promise<CustomField[]> => this.all;
}

/** Users in memory, who are looked up and not written. The actor may change all of them. */
export class MemoryUsers extends Users {
  constructor(private readonly all: readonly UserRecord[]) {
    super();
  }

  findByKeys = async (_organisationId: string, keys: UserKeys): Promise<UserRecord[]> => {
    const [ids, emails, internalIds] = [keys.ids, keys.emailKeys, keys.internalIds].map(
      (some) => new Set(some),
    );
    return this.all.filter(
      (user) =>
        ids?.has(user.id) ||
        emails?.has(emailKey(user.email)) ||
        (user.internalId !== '' && internalIds?.has(user.internalId)),
    );
  };

  override findSimilar = async (
    _organisationId: string,
    { looseInternalIds, mobilePhones }: SimilarKeys,
  ): Promise<UserRecord[]> =>
    this.all.filter(
      ({ internalId, mobilePhone }) =>
        (internalId !== '' && looseInternalIds.includes(looseInternalId(internalId))) ||
        (mobilePhone !== '' && mobilePhones.includes(mobilePhone)),
    );

  findChangeable = async (_actor: Actor, userIds: string[]): Promise<string[]> => userIds;

  lockActiveAdministrators = async (): Promise<string[]> =>
    this.all
      .filter(({ administrator, status }) => administrator && status === 'ACTIVE')
      .map(({ id }) => id);

  write = async (): Promise<never> => {
    throw new Error('Files are only checked. Nothing writes users.');
  };
}
