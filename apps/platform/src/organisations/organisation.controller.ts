import { EntityManager, LockMode } from '@mikro-orm/core';
import { Body, Get, Patch } from '@nestjs/common';
import { labelCollision, Refusal } from 'user-batch-upload';
import { CustomFieldEntity } from '../custom-fields/custom-field.entity.js';
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
  update(@Me() me: SignedInUser, @Body() { name, officeLabel }: OrganisationRequest) {
    return this.em.transactional(async () => {
      // The same lock as for a new custom field, so that neither check misses the other change.
      const organisation = await this.em.findOneOrFail(Organisation, me.organisationId, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      if (officeLabel !== undefined) await this.refuseOfficeLabel(me.organisationId, officeLabel);
      organisation.name = name ?? organisation.name;
      organisation.officeLabel = officeLabel ?? organisation.officeLabel;
      await this.em.flush();
      return organisation;
    });
  }

  private async refuseOfficeLabel(organisationId: string, officeLabel: string): Promise<void> {
    const fields = await this.em.find(CustomFieldEntity, { organisationId });
    const taken = fields.find(({ label }) => labelCollision(label, [], officeLabel) !== undefined);
    if (taken)
      throw new Refusal(
        'LABEL_TAKEN',
        `The custom field “${taken.label}” has this name. Choose another one.`,
        [],
        409,
      );
  }
}
