import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { type Actor, type Role, Roles } from 'user-batch-upload';
import { RoleEntity } from './role.entity.js';

@Injectable()
export class PlatformRoles extends Roles {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async findGrantable({ organisationId, rank }: Actor): Promise<Role[]> {
    const roles = await this.em.find(
      RoleEntity,
      { organisationId, rank: { $lte: rank } },
      { orderBy: { rank: 'desc', name: 'asc' }, disableIdentityMap: true },
    );
    return roles.map(({ id, name, rank: roleRank }) => ({ id, name, rank: roleRank }));
  }
}
