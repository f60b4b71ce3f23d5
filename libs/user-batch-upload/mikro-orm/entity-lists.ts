import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../src/ports/actors.port.js';
import { type CustomField, CustomFields } from '../src/ports/custom-fields.port.js';
import { type Office, Offices } from '../src/ports/offices.port.js';
import { type Role, Roles } from '../src/ports/roles.port.js';
import type { AnyMapping } from './mapping.js';
import { idOf, ofOrganisation } from './organisation-entities.js';
import { HostUsers } from './host-users.js';
import { rolesFor } from './roles-of-actor.js';

export class EntityOffices extends Offices {
  constructor(
    private readonly em: EntityManager,
    private readonly mapping: AnyMapping,
  ) {
    super();
  }

  async findAll(organisationId: string): Promise<Office[]> {
    const { offices } = this.mapping;
    const found = await ofOrganisation<any>(this.em, offices, organisationId, offices.name);
    return found.map((office) => ({
      id: idOf(this.em, offices.entity, office),
      name: String(office[offices.name]),
    }));
  }

  async label(organisationId: string): Promise<string> {
    const { label } = this.mapping.offices;
    return typeof label === 'string' ? label : label(this.em, organisationId);
  }
}

export class EntityRoles extends Roles {
  private readonly users: HostUsers;

  constructor(em: EntityManager, mapping: AnyMapping) {
    super();
    this.users = new HostUsers(em, mapping);
  }

  async findGrantable(actor: Actor): Promise<Role[]> {
    const roles = await rolesFor(this.users, actor);
    return roles.flatMap(({ id, name, isGrantable }) => (isGrantable ? [{ id, name }] : []));
  }
}

export class EntityCustomFields extends CustomFields {
  constructor(
    private readonly em: EntityManager,
    private readonly mapping: AnyMapping,
  ) {
    super();
  }

  async findAll(organisationId: string): Promise<CustomField[]> {
    const { customFields } = this.mapping;
    if (!customFields) return [];
    const { entity, orderBy, read } = customFields;
    const found = await ofOrganisation<any>(this.em, customFields, organisationId, orderBy);
    return found.map((field) => ({ id: idOf(this.em, entity, field), ...read(field) }));
  }
}
