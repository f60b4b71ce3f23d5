import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { type CustomField, CustomFields } from 'user-batch-upload';
import { CustomFieldEntity } from './custom-field.entity.js';

@Injectable()
export class PlatformCustomFields extends CustomFields {
  constructor(private readonly em: EntityManager) {
    super();
  }

  findAll(organisationId: string): Promise<CustomField[]> {
    return this.em.find(
      CustomFieldEntity,
      { organisationId },
      { orderBy: { position: 'asc' }, disableIdentityMap: true },
    );
  }
}
