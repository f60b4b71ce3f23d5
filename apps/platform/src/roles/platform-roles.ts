import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { type Actor, Database, type Role, Roles } from 'user-batch-upload';
import { rolesOf } from './roles-of-organisation.js';

@Injectable()
export class PlatformRoles extends Roles {
  private readonly db: Database;

  constructor(em: EntityManager) {
    super();
    this.db = new Database(em);
  }

  async findGrantable(actor: Actor): Promise<Role[]> {
    const roles = await rolesOf(this.db, actor);
    return roles.filter(({ isGrantable }) => isGrantable).map(({ id, name }) => ({ id, name }));
  }
}
