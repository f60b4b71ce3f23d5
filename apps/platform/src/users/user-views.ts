import { EntityManager, type FilterQuery, raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { dialectOf } from 'user-batch-upload';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
import { fold } from '../database/sqlite-dialect.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { showInvitation } from '../invitations/shown-invitation.js';
import { RoleEntity } from '../roles/role.entity.js';
import { User } from './user.entity.js';

/** See the migration and sqlite-dialect for `fold()`. */
const SEARCHED = `fold(email || ' ' || first_name || ' ' || last_name || ' ' || coalesce(internal_id, ''))`;

/** Users as the API shows them. */
@Injectable()
export class UserViews {
  constructor(private readonly em: EntityManager) {}

  async search(organisationId: string, search: string, page: { limit: number; offset: number }) {
    const contains = dialectOf(this.em as SqlEntityManager).contains(SEARCHED);
    const words: FilterQuery<User> = search ? { [raw(contains, [fold(search)])]: [] } : {};
    const [users, total] = await this.em.findAndCount(
      User,
      { $and: [{ organisationId }, words] },
      { orderBy: { lastName: 'asc', firstName: 'asc', id: 'asc' }, ...page },
    );
    return { items: await this.showAll(users, organisationId), total };
  }

  async show(user: User) {
    const [shown] = await this.showAll([user], user.organisationId);
    return shown;
  }

  private async showAll(users: User[], organisationId: string) {
    const offices = new Map(
      (await this.em.find(OfficeEntity, { organisationId, id: idsOf(users, 'officeId') })).map(
        ({ id, name }) => [id, { id, name }],
      ),
    );
    const roles = new Map(
      (await this.em.find(RoleEntity, { organisationId, id: idsOf(users, 'roleId') })).map(
        ({ id, name }) => [id, { id, name }],
      ),
    );
    const fields = await this.em.find(
      CustomFieldEntity,
      { organisationId },
      { orderBy: { position: 'asc' } },
    );
    const invitations = new Map(
      (
        await this.em.find(
          Invitation,
          { userId: { $in: users.map(({ id }) => id) }, replacedAt: null },
          { disableIdentityMap: true },
        )
      ).map((invitation) => [invitation.userId, invitation]),
    );
    return users.map((user) => ({
      id: user.id,
      profileType: user.profileType,
      internalId: user.internalId ?? '',
      email: user.email,
      firstName: user.firstName,
      lastName: user.lastName,
      office: offices.get(user.officeId) ?? null,
      role: roles.get(user.roleId) ?? null,
      status: user.status,
      mobilePhoneCountry: user.mobilePhoneCountry,
      mobilePhone: user.mobilePhone,
      customFields: Object.fromEntries(
        fields.map(({ id, label }) => [label, user.customFields[id] ?? '']),
      ),
      invitation: shownInvitation(invitations.get(user.id), user),
    }));
  }
}

const shownInvitation = (invitation: Invitation | undefined, user: User) =>
  invitation ? showInvitation(invitation, user) : null;

const idsOf = (users: readonly User[], key: 'officeId' | 'roleId') => ({
  $in: [...new Set(users.map((user) => user[key]))],
});
