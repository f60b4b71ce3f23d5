import { EntityManager } from '@mikro-orm/core';
import { Body, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { notFound } from '../not-found.js';
import { offsetOf, PageRequest } from '../paging.js';
import { Text } from '../request-fields.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { OfficeEntity } from './office.entity.js';

export class OfficeRequest {
  @Text({ least: 1 })
  name!: string;
}

const show = ({ id, name }: OfficeEntity) => ({ id, name });

@SettingsController('offices')
export class OfficeController {
  constructor(private readonly em: EntityManager) {}

  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() page: PageRequest) {
    const [offices, total] = await this.em.findAndCount(
      OfficeEntity,
      { organisationId },
      { orderBy: { name: 'asc', id: 'asc' }, ...offsetOf(page) },
    );
    return { items: offices.map(show), total, ...page };
  }

  @Post()
  @SignedIn('administer')
  async create(@Me() { organisationId }: SignedInUser, @Body() { name }: OfficeRequest) {
    const office = this.em.create(OfficeEntity, {
      id: randomUUID(),
      organisationId,
      name,
    });
    await this.em.flush();
    return show(office);
  }

  @Patch(':id')
  @SignedIn('administer')
  async rename(
    @Me() { organisationId }: SignedInUser,
    @Param('id') id: string,
    @Body() { name }: OfficeRequest,
  ) {
    const office = await this.em.findOne(OfficeEntity, { id, organisationId });
    if (!office) throw notFound('office');
    office.name = name;
    await this.em.flush();
    return show(office);
  }
}
