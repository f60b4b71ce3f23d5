import { EntityManager } from '@mikro-orm/core';
import { Body, Get, Patch } from '@nestjs/common';
import { Text } from '../request-fields.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { Organisation } from './organisation.entity.js';

export class OrganisationRequest {
  @Text({ least: 1, most: 100, optional: true })
  name?: string;

  @Text({ least: 1, most: 100, optional: true })
  officeLabel?: string;
}

@SettingsController('organisation')
export class OrganisationController {
  constructor(private readonly em: EntityManager) {}

  @Get()
  find(@Me() me: SignedInUser) {
    return this.em.findOneOrFail(Organisation, me.organisationId);
  }

  @Patch()
  @SignedIn('administer')
  async update(@Me() me: SignedInUser, @Body() changes: OrganisationRequest) {
    const organisation = await this.em.findOneOrFail(Organisation, me.organisationId);
    if (changes.name !== undefined) organisation.name = changes.name;
    if (changes.officeLabel !== undefined) organisation.officeLabel = changes.officeLabel;
    await this.em.flush();
    return organisation;
  }
}
