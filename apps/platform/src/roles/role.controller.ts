import { EntityManager } from '@mikro-orm/core';
import { Body, Get, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsIn, IsInt, Max, Min } from 'class-validator';
import { randomUUID } from 'node:crypto';
import { Refusal } from 'user-batch-upload';
import { offsetOf, PageRequest } from '../paging.js';
import { Text } from '../request-fields.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { mayGive } from './may-give.js';
import { type Permission, PERMISSIONS, RoleEntity } from './role.entity.js';

export class RoleRequest {
  @Text({ least: 1, most: 100 })
  name!: string;

  @ApiProperty({ description: 'Higher means more rights. At most your own rank.' })
  @IsInt()
  @Min(0)
  @Max(1000)
  rank!: number;

  @ApiProperty({ enum: PERMISSIONS, isArray: true })
  @ArrayUnique()
  @IsIn(PERMISSIONS, { each: true })
  permissions!: Permission[];
}

const show = ({ id, name, rank, permissions }: RoleEntity) => ({ id, name, rank, permissions });

@SettingsController('roles')
export class RoleController {
  constructor(private readonly em: EntityManager) {}

  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() page: PageRequest) {
    const [roles, total] = await this.em.findAndCount(
      RoleEntity,
      { organisationId },
      { orderBy: { rank: 'desc', name: 'asc', id: 'asc' }, ...offsetOf(page) },
    );
    return { items: roles.map(show), total, ...page };
  }

  @Post()
  @SignedIn('administer')
  async create(@Me() me: SignedInUser, @Body() { name, rank, permissions }: RoleRequest) {
    if (!mayGive(me, { rank, permissions }))
      throw new Refusal(
        'ROLE_ABOVE_OWN',
        'You can’t create a role with more rights than yours. Lower its rank or remove permissions.',
        [],
        409,
      );
    const role = this.em.create(RoleEntity, {
      id: randomUUID(),
      organisationId: me.organisationId,
      name,
      rank,
      permissions,
    });
    await this.em.flush();
    return show(role);
  }
}
