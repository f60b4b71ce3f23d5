import { EntityManager } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { type Office, Offices } from 'user-batch-upload';
import { Organisation } from '../organisations/organisation.entity.js';
import { OfficeEntity } from './office.entity.js';

@Injectable()
export class PlatformOffices extends Offices {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async findAll(organisationId: string): Promise<Office[]> {
    const offices = await this.em.find(
      OfficeEntity,
      { organisationId },
      { orderBy: { name: 'asc' }, disableIdentityMap: true },
    );
    return offices.map(({ id, name }) => ({ id, name }));
  }

  async label(organisationId: string): Promise<string> {
    return (await this.em.findOneOrFail(Organisation, organisationId)).officeLabel;
  }
}
