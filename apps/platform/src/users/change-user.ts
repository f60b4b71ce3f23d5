import { DeadlockException, EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import {
  emailKey,
  leavesNoAdministrator,
  Refusal,
  type RefusalError,
  type UserRecord,
  type UserValues,
} from 'user-batch-upload';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
import { valueFault } from '../custom-fields/custom-field-value.js';
import { notFound } from '../not-found.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { mayGive } from '../roles/may-give.js';
import { isAdministrator, RoleEntity } from '../roles/role.entity.js';
import type { SignedInUser } from '../session/sessions.js';
import { PlatformUsers } from './platform-users.js';
import { User } from './user.entity.js';
import type { UserRequest } from './user.request.js';

const TRIES = 3;
const LAST_NAME_REQUIRED = 'An Individual needs a last name.';

/** Changes one user by hand, under the same rules as a file. */
@Injectable()
export class ChangeUser {
  constructor(
    private readonly em: EntityManager,
    private readonly users: PlatformUsers,
  ) {}

  async change(me: SignedInUser, id: string, changes: UserRequest): Promise<void> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.changeOnce(me, id, changes);
      } catch (error) {
        // A load locks users before administrators, so the two can deadlock and the database may abort this one.
        if (!(error instanceof DeadlockException) || tries === TRIES) throw error;
      }
  }

  private changeOnce(me: SignedInUser, id: string, changes: UserRequest): Promise<void> {
    return this.em.transactional(async () => {
      const role = changes.role === undefined ? undefined : await this.role(me, changes.role);
      const leaves =
        (changes.status !== undefined && changes.status !== 'ACTIVE') ||
        (role !== undefined && !isAdministrator(role.permissions));
      // Locks administrators before the user, so that two who demote each other take turns.
      const isLast =
        leaves && (await leavesNoAdministrator(this.users, me.organisationId, new Set([id])));
      const [now] = await this.users.findByKeys(me.organisationId, { ids: [id] }, { lock: true });
      if (!now) throw noSuchUser();
      await this.refuseProtected(me, now, changes, leaves);
      if (isLast && now.administrator && now.status === 'ACTIVE')
        throw isProtected('No active administrator would be left.');
      await this.write(me.organisationId, now, await this.values(me, now, changes));
      if (role) await this.em.nativeUpdate(User, { id }, { roleId: role.id });
      // The library's write keeps an Internal ID if none is given. The form can also clear it.
      if (changes.internalId === '') await this.em.nativeUpdate(User, { id }, { internalId: null });
    });
  }

  private async role(me: SignedInUser, id: string): Promise<RoleEntity> {
    const role = await this.em.findOne(RoleEntity, { id, organisationId: me.organisationId });
    if (!role || !mayGive(me, role))
      throw new Refusal(
        'ROLE_NOT_ALLOWED',
        'This role does not exist, or you may not grant it. Send the id of one of your roles.',
        [],
        409,
      );
    return role;
  }

  /** Refuses to change a user with more rights than the actor, or to lock the actor out. */
  private async refuseProtected(
    me: SignedInUser,
    now: UserRecord,
    { email = now.email, status = now.status }: UserRequest,
    leaves: boolean,
  ): Promise<void> {
    const actor = { organisationId: me.organisationId, userId: me.id };
    if ((await this.users.findChangeable(actor, [now.id])).length === 0)
      throw isProtected(
        'This user has a higher rank than you, or a permission that you don’t have.',
      );
    if (now.id !== me.id) return;
    if (emailKey(email) !== emailKey(now.email) || status !== now.status)
      throw isProtected(
        'This is your own record: you can’t change your email or status here. Ask another administrator.',
      );
    if (leaves && now.administrator)
      throw isProtected('This is your own record: you would lose access.');
  }

  private async write(
    organisationId: string,
    { id }: UserRecord,
    values: Partial<UserValues>,
  ): Promise<void> {
    const [result] = await this.users.write(organisationId, [{ kind: 'UPDATE', id, values }]);
    if (!result || result.written) return;
    if (result.reason === 'USER_GONE') throw noSuchUser();
    const what = result.reason === 'EMAIL_TAKEN' ? 'email address' : 'Internal ID';
    throw new Refusal(result.reason, `Another user has this ${what}. Choose another one.`, [], 409);
  }

  private async values(
    { organisationId }: SignedInUser,
    now: UserRecord,
    { office, role: _given, customFields, ...values }: UserRequest,
  ): Promise<Partial<UserValues>> {
    const profileType = values.profileType ?? now.profileType;
    if (profileType === '1' && (values.lastName ?? now.lastName) === '')
      throw new Refusal('VALIDATION', LAST_NAME_REQUIRED, [
        { code: 'VALIDATION', field: 'lastName', message: LAST_NAME_REQUIRED },
      ]);
    const result: Partial<UserValues> = values;
    if (office !== undefined) {
      if ((await this.em.count(OfficeEntity, { id: office, organisationId })) === 0)
        throw new Refusal(
          'OFFICE_UNKNOWN',
          'There is no such office. Send the id of one of the offices.',
          [],
          422,
        );
      result.officeId = office;
    }
    if (customFields) result.customFields = await this.fieldValues(organisationId, customFields);
    return result;
  }

  /** By field id, as stored. */
  private async fieldValues(
    organisationId: string,
    byLabel: Record<string, unknown>,
  ): Promise<Record<string, string>> {
    const fields = await this.em.find(CustomFieldEntity, { organisationId });
    const given = Object.entries(byLabel).map(([label, value]) => ({
      field: fields.find((field) => field.label === label),
      label,
      value,
    }));
    const errors = given.flatMap(({ field, label, value }): RefusalError[] => {
      const message = field ? valueFault(field, value) : `There is no custom field “${label}”.`;
      return message ? [{ code: 'VALIDATION', field: `customFields.${label}`, message }] : [];
    });
    if (errors.length > 0)
      throw new Refusal('VALIDATION', errors.map(({ message }) => message).join(' '), errors);
    return Object.fromEntries(
      given.flatMap(({ field, value }) => (field ? [[field.id, String(value)]] : [])),
    );
  }
}

export const noSuchUser = (): Refusal => notFound('user');

const isProtected = (detail: string): Refusal => new Refusal('PROTECTED_USER', detail, [], 409);
