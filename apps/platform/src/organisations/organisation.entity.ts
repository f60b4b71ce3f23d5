import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const Organisation = defineEntity({
  name: 'Organisation',
  tableName: 'organisation',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    /** What this organisation calls an office. */
    officeLabel: p.text(),
  },
});
export type Organisation = InferEntity<typeof Organisation>;
