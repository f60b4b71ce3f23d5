import type { EntityManager, EntityName, QueryOrderMap } from '@mikro-orm/core';
import type { CustomField } from '../src/ports/custom-fields.port.js';
import type { ProfileStatus, ProfileType } from '../src/ports/users.port.js';

/** The name of a property of an entity. A property for one of our columns is a scalar or a to-one relation. */
export type PropertyOf<Entity> = Extract<keyof Entity, string>;

/** How an entity maps to `Office`. */
export interface OfficesMapping<Office> {
  entity: EntityName<Office>;
  /** Omit it if every organisation has the same offices. */
  organisation?: PropertyOf<Office>;
  name: PropertyOf<Office>;
  /** The word for an office ("Location", "Branch" …), the same for all organisations or read for each. */
  label: string | ((em: EntityManager, organisationId: string) => Promise<string>);
}

/** How an entity maps to `Role`. */
export interface RolesMapping<Role> {
  entity: EntityName<Role>;
  /** Omit it if every organisation has the same roles. */
  organisation?: PropertyOf<Role>;
  name: PropertyOf<Role>;
  /** The order in which the roles are offered. By name unless set. */
  orderBy?: QueryOrderMap<NoInfer<Role>>;
  /** Whether a user with the role `own` may give `role`, and change users who have it. */
  mayGive(own: NoInfer<Role>, role: NoInfer<Role>): boolean;
  /** Whether users with this role are administrators. An organisation keeps at least one active one. */
  isAdministrator(role: NoInfer<Role>): boolean;
}

/** How an entity maps to `CustomField`. Its id is the key of the value in `UsersMapping.customFields`. */
export interface CustomFieldsMapping<Field> {
  entity: EntityName<Field>;
  /** Omit it if every organisation has the same fields. */
  organisation?: PropertyOf<Field>;
  /** The order of the columns in the template. */
  orderBy: PropertyOf<Field>;
  /** The field as the library knows it. */
  read(field: NoInfer<Field>): Omit<CustomField, 'id'>;
}

/** The property of the user for each of our columns. Texts are stored as the file has them. */
export interface UsersMapping<User> {
  entity: EntityName<User>;
  organisation: PropertyOf<User>;
  role: PropertyOf<User>;
  office: PropertyOf<User>;
  profileType: PropertyOf<User>;
  /** Nullable: users without an Internal ID have null, so that a unique index allows many. */
  internalId: PropertyOf<User>;
  /** Keeps `looseInternalId(internalId)`, with an index. With it, admins are warned of users who may exist already. */
  looseInternalId?: PropertyOf<User>;
  email: PropertyOf<User>;
  /** Keeps `emailKey(email)`, with a unique index. Without it the look-up needs an index on an expression. */
  emailKey?: PropertyOf<User>;
  firstName: PropertyOf<User>;
  lastName: PropertyOf<User>;
  status: PropertyOf<User>;
  mobilePhoneCountry: PropertyOf<User>;
  mobilePhone: PropertyOf<User>;
  /** A JSON property: an object of texts by the id of the custom field. Required with `customFields`. */
  customFields?: PropertyOf<User>;
  /** The stored values, if they differ from ours. */
  profileTypes?: Record<ProfileType, string>;
  /** The stored values, if they differ from ours. */
  statuses?: Record<ProfileStatus, string>;
  /** The other properties of a new user that neither the class nor the database gives. May set the id. */
  defaults?(): Partial<NoInfer<User>>;
  /** Users are written by SQL, which runs no hooks and subscribers. With hooks, the start fails unless this is set. */
  hooks?: 'skip';
}

/** How a host's entities map to the ports. */
export interface EntityMapping<Office, Role, User, Field> {
  offices: OfficesMapping<Office>;
  roles: RolesMapping<Role>;
  users: UsersMapping<User>;
  /** Omit it if users have no custom fields. */
  customFields?: CustomFieldsMapping<Field>;
}

/** A mapping whose entities are not known by type. */
export type AnyMapping = EntityMapping<any, any, any, any>;
