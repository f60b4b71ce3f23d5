export { portsFromEntities, type EntityPorts } from './ports-from-entities.js';
export type { EntityUsers } from './entity-users.js';
export type {
  CustomFieldsMapping,
  EntityMapping,
  OfficesMapping,
  PropertyOf,
  RolesMapping,
  UsersMapping,
} from './mapping.js';
