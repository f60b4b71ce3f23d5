import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const OfficeEntity = defineEntity({
  name: 'Office',
  tableName: 'office',
  properties: { id: p.text().primary(), organisationId: p.text(), name: p.text() },
  indexes: [{ name: 'office_by_organisation', properties: ['organisationId', 'name'] }],
});
export type OfficeEntity = InferEntity<typeof OfficeEntity>;
