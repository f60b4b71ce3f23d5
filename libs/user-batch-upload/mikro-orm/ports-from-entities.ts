import { EntityManager } from '@mikro-orm/core';
import { type DynamicModule, Injectable, Module, type Type } from '@nestjs/common';
import type { CustomFields } from '../src/ports/custom-fields.port.js';
import type { Offices } from '../src/ports/offices.port.js';
import type { Roles } from '../src/ports/roles.port.js';
import { EntityCustomFields, EntityOffices, EntityRoles } from './entity-lists.js';
import { EntityUsers, SimilarEntityUsers } from './entity-users.js';
import type { EntityMapping } from './mapping.js';

/** Ports that are made from entities, for `UserBatchUploadModule`. */
export interface EntityPorts {
  /** Provides the ports. Goes into `imports` of `UserBatchUploadModule`. */
  module: DynamicModule;
  /** Goes into `ports`, beside the host's `actors`. A host may extend each class, and provide its own instead. */
  ports: {
    offices: Type<Offices>;
    roles: Type<Roles>;
    customFields: Type<CustomFields>;
    users: Type<EntityUsers>;
  };
}

@Module({})
class EntityPortsModule {}

/**
 * Makes the ports of a host from its MikroORM entities. Users are written by SQL for many rows at once, in the library's
 * transaction, and the ids are the host's own: an auto-increment id comes from the database, and a text or UUID id from
 * the class (`id = v4()`), from `users.defaults()` or else from the library (UUID of version 7).
 *
 * The start fails if the mapping does not fit the entities.
 */
export function portsFromEntities<
  Office extends object,
  Role extends object,
  User extends object,
  Field extends object = object,
>(mapping: EntityMapping<Office, Role, User, Field>): EntityPorts {
  @Injectable()
  class OfficesFromEntity extends EntityOffices {
    constructor(em: EntityManager) {
      super(em, mapping);
    }
  }
  @Injectable()
  class RolesFromEntity extends EntityRoles {
    constructor(em: EntityManager) {
      super(em, mapping);
    }
  }
  @Injectable()
  class CustomFieldsFromEntity extends EntityCustomFields {
    constructor(em: EntityManager) {
      super(em, mapping);
    }
  }
  const Base = mapping.users.looseInternalId ? SimilarEntityUsers : EntityUsers;
  @Injectable()
  class UsersFromEntity extends Base {
    constructor(em: EntityManager) {
      super(em, mapping);
    }
  }
  const ports = {
    offices: OfficesFromEntity,
    roles: RolesFromEntity,
    customFields: CustomFieldsFromEntity,
    users: UsersFromEntity,
  };
  const providers = Object.values(ports);
  return { module: { module: EntityPortsModule, providers, exports: providers }, ports };
}
