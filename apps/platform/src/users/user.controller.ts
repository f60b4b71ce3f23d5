import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Body, Get, Param, Patch, Query } from '@nestjs/common';
import {
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { type ProfileStatus, type ProfileType, Refusal, type UserValues } from 'user-batch-upload';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
import { OfficeEntity } from '../offices/office.entity.js';
import { offsetOf, SearchRequest } from '../paging.js';
import { RoleEntity } from '../roles/role.entity.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { PlatformUsers } from './platform-users.js';
import { User } from './user.entity.js';
import { UserViews } from './user-views.js';

export class UserRequest {
  @IsOptional() @IsIn(['1', '2']) profileType?: ProfileType;
  @IsOptional() @IsString() @MaxLength(254) internalId?: string;
  @IsOptional() @IsEmail() email?: string;
  @IsOptional() @IsString() @Length(1, 254) firstName?: string;
  @IsOptional() @IsString() @MaxLength(254) lastName?: string;
  /** An office's id. */
  @IsOptional() @IsString() office?: string;
  /** A role's id. */
  @IsOptional() @IsString() role?: string;
  @IsOptional() @IsIn(['ACTIVE', 'INACTIVE', 'DELETED']) status?: ProfileStatus;
  @IsOptional() @IsString() @Matches(/^([A-Z]{3})?$/) mobilePhoneCountry?: string;
  @IsOptional() @IsString() @Matches(/^(\d{10})?$/) mobilePhone?: string;
  /** By label. */
  @IsOptional() @IsObject() customFields?: Record<string, string>;
}

@SettingsController('users')
export class UserController {
  private readonly em: SqlEntityManager;

  constructor(
    em: EntityManager,
    private readonly users: PlatformUsers,
    private readonly views: UserViews,
  ) {
    this.em = em as SqlEntityManager;
  }

  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() { search, ...page }: SearchRequest) {
    const found = await this.views.search(organisationId, search ?? '', offsetOf(page));
    return { ...found, ...page };
  }

  @Get(':id')
  async find(@Me() { organisationId }: SignedInUser, @Param('id') id: string) {
    return this.views.show(await this.user(organisationId, id));
  }

  @Patch(':id')
  @SignedIn('administer')
  async update(@Me() me: SignedInUser, @Param('id') id: string, @Body() changes: UserRequest) {
    await this.em.transactional(async () => {
      await this.user(me.organisationId, id);
      const [now] = await this.users.findByKeys(me.organisationId, { ids: [id] }, { lock: true });
      if (now && now.rank > me.rank)
        throw new Refusal('PROTECTED_USER', 'This user has a higher rank than you.', [], 409);
      const leaves =
        now?.administrator &&
        now.status === 'ACTIVE' &&
        changes.status &&
        changes.status !== 'ACTIVE';
      if (leaves && id === me.id)
        throw new Refusal(
          'PROTECTED_USER',
          'This is your own record: you would lose access.',
          [],
          409,
        );
      if (changes.role !== undefined) await this.giveRole(me, id, changes.role);
      if (
        leaves &&
        (await this.users.lockActiveAdministrators(me.organisationId)).every((one) => one === id)
      )
        throw new Refusal('PROTECTED_USER', 'No active administrator would be left.', [], 409);
      const [result] = await this.users.write(me.organisationId, [
        { kind: 'UPDATE', id, values: await this.values(me.organisationId, changes) },
      ]);
      if (result && !result.written)
        throw new Refusal(
          result.reason,
          'Another user has this e-mail or Internal ID. Choose another one.',
          [],
          409,
        );
      await this.clear(id, changes);
    });
    this.em.clear();
    return this.views.show(await this.user(me.organisationId, id));
  }

  private async user(organisationId: string, id: string): Promise<User> {
    const user = await this.em.findOne(User, { id, organisationId });
    if (!user) throw new Refusal('NOT_FOUND', 'There is no such user.', [], 404);
    return user;
  }

  private async giveRole(me: SignedInUser, id: string, roleId: string): Promise<void> {
    const role = await this.em.findOne(RoleEntity, {
      id: roleId,
      organisationId: me.organisationId,
    });
    if (!role || role.rank > me.rank)
      throw new Refusal(
        'ROLE_NOT_ALLOWED',
        'This role does not exist, or is not yours to give.',
        [],
        409,
      );
    if (id === me.id && role.rank < me.rank)
      throw new Refusal(
        'PROTECTED_USER',
        'This is your own record: you would lose access.',
        [],
        409,
      );
    await this.em.nativeUpdate(User, { id }, { roleId });
  }

  private async values(organisationId: string, changes: UserRequest): Promise<Partial<UserValues>> {
    const { office, role: _given, customFields, ...values } = changes;
    const result: Partial<UserValues> = values;
    if (office !== undefined) {
      if (!(await this.em.findOne(OfficeEntity, { id: office, organisationId })))
        throw new Refusal(
          'OFFICE_UNKNOWN',
          'There is no such office. Send the id of one of the offices.',
          [],
          422,
        );
      result.officeId = office;
    }
    if (customFields) {
      const fields = await this.em.find(CustomFieldEntity, { organisationId });
      const ids = new Map(fields.map((field) => [field.label, field.id]));
      result.customFields = Object.fromEntries(
        Object.entries(customFields).map(([label, value]) => {
          const id = ids.get(label);
          if (id === undefined || typeof value !== 'string')
            throw new Refusal(
              'VALIDATION',
              `customFields: ${label} is not a custom field with a text value.`,
            );
          return [id, value];
        }),
      );
    }
    return result;
  }

  /** The library's write keeps an Internal ID where none is given; a person at the form may take it away. */
  private async clear(id: string, changes: UserRequest): Promise<void> {
    if (changes.internalId === '') await this.em.nativeUpdate(User, { id }, { internalId: null });
  }
}
