import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { CustomFieldEntity } from '../../apps/platform/src/custom-fields/custom-field.entity.js';
import { OfficeEntity } from '../../apps/platform/src/offices/office.entity.js';
import { Organisation } from '../../apps/platform/src/organisations/organisation.entity.js';
import { RoleEntity } from '../../apps/platform/src/roles/role.entity.js';

/** Adds an organisation without users, beside another one: two offices, two roles, three custom fields. */
export async function newOrganisation(em: EntityManager) {
  const organisationId = randomUUID();
  const otherOrganisationId = randomUUID();
  const officeId = randomUUID();
  const otherOfficeId = randomUUID();
  const role = { id: randomUUID(), name: 'Staff' };
  const administratorRole = { id: randomUUID(), name: 'Administrator' };
  const fieldIds: [string, string, string] = [randomUUID(), randomUUID(), randomUUID()];
  const fork = em.fork();
  fork.create(Organisation, { id: organisationId, name: 'Test', officeLabel: 'Office' });
  fork.create(Organisation, { id: otherOrganisationId, name: 'Other', officeLabel: 'Office' });
  fork.create(OfficeEntity, { id: officeId, organisationId, name: 'North' });
  fork.create(OfficeEntity, { id: otherOfficeId, organisationId, name: 'South' });
  fork.create(RoleEntity, { ...role, organisationId, rank: 1, permissions: [] });
  fork.create(RoleEntity, {
    ...administratorRole,
    organisationId,
    rank: 9,
    permissions: ['administer', 'batch-upload'],
  });
  for (const [position, id] of fieldIds.entries())
    fork.create(CustomFieldEntity, {
      id,
      organisationId,
      position,
      label: `Field ${position}`,
      kind: 'TEXT',
      options: [],
      required: false,
    });
  await fork.flush();
  return {
    organisationId,
    otherOrganisationId,
    officeId,
    otherOfficeId,
    role,
    administratorRole,
    fieldIds,
  };
}
