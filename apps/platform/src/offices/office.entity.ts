import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const OfficeEntity = defineEntity({
  name: 'Office',
  tableName: 'office',
  properties: { id: p.text().primary(), organisationId: p.text(), name: p.text() },
});
export type OfficeEntity = InferEntity<typeof OfficeEntity>;
