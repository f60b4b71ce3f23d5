import { EntityManager } from '@mikro-orm/core';
import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { offsetOf, PageRequest } from '../paging.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { CustomFieldEntity } from './custom-field.entity.js';
import { CustomFieldChanges, CustomFieldRequest } from './custom-field.requests.js';
import { EditCustomFields } from './edit-custom-fields.js';

const show = ({ id, label, kind, options, required }: CustomFieldEntity) => ({
  id,
  label,
  kind,
  options,
  required,
});

@SettingsController('custom-fields')
export class CustomFieldController {
  constructor(
    private readonly em: EntityManager,
    private readonly edit: EditCustomFields,
  ) {}

  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() page: PageRequest) {
    const [fields, total] = await this.em.findAndCount(
      CustomFieldEntity,
      { organisationId },
      { orderBy: { position: 'asc' }, ...offsetOf(page) },
    );
    return { items: fields.map(show), total, ...page };
  }

  @Post()
  @SignedIn('administer')
  async create(@Me() { organisationId }: SignedInUser, @Body() field: CustomFieldRequest) {
    return show(await this.edit.create(organisationId, field));
  }

  @Patch(':id')
  @SignedIn('administer')
  async update(
    @Me() { organisationId }: SignedInUser,
    @Param('id') id: string,
    @Body() changes: CustomFieldChanges,
  ) {
    return show(await this.edit.change(organisationId, id, changes));
  }

  @Delete(':id')
  @HttpCode(204)
  @SignedIn('administer')
  async remove(@Me() { organisationId }: SignedInUser, @Param('id') id: string): Promise<void> {
    await this.edit.remove(organisationId, id);
  }
}
