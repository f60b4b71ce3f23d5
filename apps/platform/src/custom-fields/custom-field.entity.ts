import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { CustomFieldKind } from 'user-batch-upload';

export const CustomFieldEntity = defineEntity({
  name: 'CustomField',
  tableName: 'custom_field',
  properties: {
    id: p.text().primary(),
    organisationId: p.text(),
    position: p.integer(),
    label: p.text(),
    kind: p.text().$type<CustomFieldKind>(),
    options: p.json<string[]>(),
    required: p.boolean(),
  },
  indexes: [{ name: 'custom_field_by_organisation', properties: ['organisationId', 'position'] }],
});
export type CustomFieldEntity = InferEntity<typeof CustomFieldEntity>;
