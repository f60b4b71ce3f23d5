import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** `administer`: settings and users. `batch-upload`: upload users from a file. */
export const PERMISSIONS = ['administer', 'batch-upload'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Identifies administrators. An organisation must keep at least one. */
export const isAdministrator = (permissions: readonly Permission[]): boolean =>
  permissions.includes('administer');

export const RoleEntity = defineEntity({
  name: 'Role',
  tableName: 'role',
  properties: {
    id: p.text().primary(),
    organisationId: p.text(),
    name: p.text(),
    /** Higher means more rights. */
    rank: p.integer(),
    permissions: p.json<Permission[]>(),
  },
  indexes: [{ name: 'role_by_organisation', properties: ['organisationId', 'rank'] }],
});
export type RoleEntity = InferEntity<typeof RoleEntity>;
